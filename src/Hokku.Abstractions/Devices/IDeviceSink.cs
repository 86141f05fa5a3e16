using Hokku.Buffers;

namespace Hokku.Abstractions;

/// <summary>The stack as a device sees it.</summary>
public interface IDeviceSink
{
    INetStack Stack { get; }

    /// <summary>Delivers a batch of received frames: one entry for all of them. From any thread, outside the stack. Takes the buffers and empties the list.</summary>
    void Receive(ref BufferList batch);

    /// <summary>Link, speed or media have changed. From any thread.</summary>
    void LinkChanged();

    /// <summary>The device is gone: its interfaces are removed. From any thread.</summary>
    void Removed();
}

/// <summary>
/// A device that is read by a loop: the stack gives it a thread while it is up, which reads a batch until there is no more or the bound is
/// reached, enters once, delivers, leaves, flushes, and waits when nothing came.
/// </summary>
public interface IPolledDevice
{
    /// <summary>Reads up to <paramref name="maximum"/> frames without waiting. Outside the stack, by the loop's thread only.</summary>
    /// <returns>How many were added to the batch; -1 when the device is gone.</returns>
    int Receive(ref BufferList batch, int maximum);

    /// <summary>Waits until there is something to read or <see cref="Wake"/> was called.</summary>
    void Wait();

    /// <summary>Ends a <see cref="Wait"/>, the present or the next one. From any thread.</summary>
    void Wake();
}
