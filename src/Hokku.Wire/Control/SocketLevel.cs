namespace Hokku.Wire.Control;

/// <summary>Who an option is for. The numbers are Linux's.</summary>
public enum SocketLevel
{
    IP = 0,
    Socket = 1,
    Tcp = 6,
    Udp = 17,
    IPv6 = 41,
    Raw = 255,

    /// <summary>Sockets of family Link (SOL_PACKET).</summary>
    Packet = 263,
}
