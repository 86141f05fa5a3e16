namespace Hokku.Linux;

/// <summary>What a packet socket can make an interface receive (PACKET_MR_*).</summary>
public enum PacketMembership : ushort
{
    Multicast = 0,
    Promiscuous = 1,
    AllMulticast = 2,

    /// <summary>One more address of one host.</summary>
    Unicast = 3,
}
