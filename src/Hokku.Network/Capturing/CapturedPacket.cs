namespace Hokku.Network;

/// <summary>What became of a captured packet.</summary>
public enum CaptureEvent
{
    Received,
    Sent,

    /// <summary>It was discarded; what was left of it is what was captured.</summary>
    Dropped,
}

/// <summary>One packet as a capture saw it.</summary>
/// <param name="Timestamp">When, by the host's clock.</param>
/// <param name="Event">Received, sent or dropped.</param>
/// <param name="DropReason">Why it was dropped, as the number of a DropReason; 0 when it was not.</param>
/// <param name="DeviceIndex">Which device; 0 when none is known.</param>
/// <param name="HasFrameHeader">Whether the octets begin with the frame's header (Ethernet) or with the network's (IPv4).</param>
/// <param name="Lost">Packets that this capture has lost so far.</param>
/// <param name="Octets">The packet; valid until the next one is read.</param>
public readonly record struct CapturedPacket(
    DateTimeOffset Timestamp, CaptureEvent Event, int DropReason, int DeviceIndex, bool HasFrameHeader, long Lost, ReadOnlyMemory<byte> Octets);
