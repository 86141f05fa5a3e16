namespace Hokku.Linux;

/// <summary>What crosses an interface of the TUN/TAP driver (IFF_TUN, IFF_TAP).</summary>
public enum TunKind : short
{
    /// <summary>Packets of IP.</summary>
    Tun = 1,

    /// <summary>Ethernet frames.</summary>
    Tap = 2,
}
