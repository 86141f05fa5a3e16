using Hokku.Buffers;

namespace Hokku.Abstractions;

/// <summary>The way up from a device, first step: removes the frame's header and tells its type.</summary>
public interface IDeframer
{
    /// <summary>
    /// Sets source and destination (link addresses), FrameType and the broadcast and multicast flags, and removes the header.
    /// </summary>
    /// <returns>None, or why the frame is to be dropped; the caller does that.</returns>
    DropReason Deframe(NetDevice device, NetBuffer buffer);
}

/// <summary>The way up from a device, second step: takes frames of one type.</summary>
public interface IFrameHandler
{
    /// <summary>Takes a frame without its header. Owns the buffer.</summary>
    void Receive(NetDevice device, NetBuffer buffer);
}
