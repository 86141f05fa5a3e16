using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Whatever stands for a connection in the table: an endpoint, a half-open connection, or what is left of one in TIME-WAIT.</summary>
internal interface IConnection
{
    ref readonly ConnectionKey Key { get; }

    /// <summary>The table's: the key's hash.</summary>
    uint TableHash { get; set; }

    /// <summary>The table's: the next one in the same bucket.</summary>
    IConnection? TableNext { get; set; }

    /// <summary>SEGMENT ARRIVES (RFC 9293, 3.10.7). The header is removed from the buffer; the connection owns the buffer.</summary>
    void SegmentArrives(in TcpSegment segment, NetBuffer buffer);
}
