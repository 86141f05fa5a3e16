namespace Hokku.Buffers;

/// <summary>How a super-packet is to be cut into packets.</summary>
public enum SegmentKind : byte
{
    None,

    /// <summary>TCP over IPv4.</summary>
    Tcp4,

    /// <summary>TCP over IPv6.</summary>
    Tcp6,

    /// <summary>UDP: one datagram every <see cref="NetBuffer.SegmentSize"/> octets.</summary>
    Udp,
}
