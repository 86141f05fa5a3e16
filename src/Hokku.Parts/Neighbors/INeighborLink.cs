using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Parts;

/// <summary>The resolution protocol of a <see cref="NeighborCache"/>: ARP, or neighbour discovery.</summary>
public interface INeighborLink
{
    /// <summary>Sends a packet to the link address. Owns the buffer.</summary>
    System.Net.Sockets.SocketError Transmit(NetBuffer buffer, EthernetAddress destination);

    /// <summary>Asks who has the neighbour's address: everybody, or only the given link address (a poll, RFC 1122, 2.3.2.1).</summary>
    void Ask(Neighbor neighbor, EthernetAddress? only);

    /// <summary>The neighbour does not answer: tells the sender of a packet that had waited. The buffer stays the caller's.</summary>
    void ReportUnreachable(NetBuffer buffer);
}
