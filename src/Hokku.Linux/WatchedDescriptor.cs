namespace Hokku.Linux;

/// <summary>A descriptor that one thread reads and waits for, and that others can end the waiting of.</summary>
public sealed class WatchedDescriptor(Descriptor descriptor) : IDisposable
{
    private readonly WakeUp _wakeUp = new();

    /// <summary>What is read.</summary>
    public Descriptor Descriptor { get; } = descriptor;

    /// <summary>Waits until there is something to read, an error to be told of, or a wake-up.</summary>
    /// <param name="timeout">Null waits for ever.</param>
    public void Wait(TimeSpan? timeout = null)
    {
        Span<PollDescriptor> descriptors = [new(Descriptor.Number, PollEvents.Read), new(_wakeUp.Number, PollEvents.Read)];
        Descriptor.Poll(descriptors, timeout);
        if (descriptors[1].Happened != 0)
            _wakeUp.Clear();
    }

    /// <summary>Ends the present wait, or the next one. From any thread.</summary>
    public void Wake() => _wakeUp.Wake();

    public void Dispose()
    {
        Descriptor.Dispose();
        _wakeUp.Dispose();
    }
}
