namespace Hokku.Wire.Ethernet;

/// <summary>Numbers of the type field of an Ethernet II frame (IEEE 802 registry).</summary>
public static class EtherType
{
    public const ushort IPv4 = 0x0800;
    public const ushort Arp = 0x0806;

    /// <summary>An 802.1Q tag: the real type follows it.</summary>
    public const ushort Vlan = 0x8100;
    public const ushort IPv6 = 0x86DD;

    /// <summary>Numbers below are lengths of IEEE 802.3 frames, not types (RFC 1122, 2.3.3).</summary>
    public const ushort Least = 0x0600;
}
