namespace Hokku.Buffers;

/// <summary>What is known about a packet beside its octets.</summary>
[Flags]
public enum BufferFlags : ushort
{
    None = 0,

    /// <summary>Sent to a broadcast address of the link or of the network.</summary>
    Broadcast = 1 << 0,

    /// <summary>Sent to a multicast address of the link or of the network.</summary>
    Multicast = 1 << 1,

    /// <summary>The network layer's checksum has been verified, by the device or by us.</summary>
    NetworkChecksumValid = 1 << 2,

    /// <summary>The transport's checksum has been verified, or never left this machine.</summary>
    TransportChecksumValid = 1 << 3,

    /// <summary>
    /// The transport's checksum field holds the pseudo-header's sum only; whoever sends the packet sums from
    /// <see cref="NetBuffer.ChecksumStart"/> on and stores at <see cref="NetBuffer.ChecksumOffset"/> in that header.
    /// </summary>
    TransportChecksumNeeded = 1 << 4,

    /// <summary>A copy of something this host sent, come back to it.</summary>
    Looped = 1 << 5,

    /// <summary>The packet passes through this host and belongs to another.</summary>
    Forwarded = 1 << 6,

    /// <summary>The sender wrote the network header itself (raw sockets).</summary>
    HeaderIncluded = 1 << 7,

    /// <summary>The packet was put together from fragments.</summary>
    Reassembled = 1 << 8,

    /// <summary>Only part of the packet is here; the rest was cut off.</summary>
    Truncated = 1 << 9,

    /// <summary>To be sent: a router may mark it instead of dropping it (ECT(0), RFC 3168).</summary>
    EcnCapable = 1 << 10,

    /// <summary>Received: a router has marked it (CE, RFC 3168).</summary>
    CongestionExperienced = 1 << 11,
}
