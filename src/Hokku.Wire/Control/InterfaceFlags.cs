namespace Hokku.Wire.Control;

/// <summary>Flags of an interface and its device (IFF_*). The numbers are Haiku's.</summary>
[Flags]
public enum InterfaceFlags
{
    None = 0,

    /// <summary>The interface accepts and sends; without it, it discards (the seed's IFF_UP).</summary>
    Up = 0x1,
    Broadcast = 0x2,
    Loopback = 0x8,
    PointToPoint = 0x10,
    NoArp = 0x40,
    AutoUp = 0x80,
    Promiscuous = 0x100,
    AllMulticast = 0x200,
    Simplex = 0x800,

    /// <summary>The device has a link.</summary>
    Link = 0x1000,
    AutoConfigured = 0x2000,
    Configuring = 0x4000,
    Multicast = 0x8000,
}
