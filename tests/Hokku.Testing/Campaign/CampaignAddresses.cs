using Hokku.Wire.Addresses;

namespace Hokku.Testing;

/// <summary>Who is who in a campaign.</summary>
internal static class CampaignAddresses
{
    public const ushort EchoPort = 7;
    public const ushort StreamPort = 80;

    public static readonly EthernetAddress OurHardware = new(0x0200_0000_0001);
    public static readonly EthernetAddress PeerHardware = new(0x0200_0000_0002);
    public static readonly IPv4Address Ours = new(10, 0, 0, 1);
    public static readonly IPv4Address Peer = new(10, 0, 0, 2);
}
