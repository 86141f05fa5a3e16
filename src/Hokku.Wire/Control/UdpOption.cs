namespace Hokku.Wire.Control;

/// <summary>Options of <see cref="SocketLevel.Udp"/>. The numbers are Linux's.</summary>
public enum UdpOption
{
    /// <summary>Octets of each datagram that a longer send is cut into; 0 for none (UDP_SEGMENT).</summary>
    Segment = 103,

    /// <summary>
    /// Whether datagrams of one flow and length may be received as one (UDP_GRO). Their length comes as ancillary data of this number, an int; the last one may be shorter.
    /// </summary>
    Coalesce = 104,
}
