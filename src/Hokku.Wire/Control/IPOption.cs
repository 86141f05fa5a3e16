namespace Hokku.Wire.Control;

/// <summary>Options of <see cref="SocketLevel.IP"/> (IP_*, MCAST_*). The numbers are Linux's. Structures are in this folder.</summary>
public enum IPOption
{
    TypeOfService = 1,
    TimeToLive = 2,
    HeaderIncluded = 3,

    /// <summary>IP options to send, as octets (RFC 791); at most 40.</summary>
    Options = 4,
    ReceiveOptions = 6,

    /// <summary>Ask for destination address and interface as ancillary data (IP_PKTINFO).</summary>
    PacketInformation = 8,

    /// <summary>0 never sets DF, 1 as the protocol likes, 2 always, 3 probe.</summary>
    MtuDiscover = 10,
    ReceiveErrors = 11,
    ReceiveTimeToLive = 12,
    ReceiveTypeOfService = 13,

    /// <summary>The path MTU of a connected socket (get).</summary>
    Mtu = 14,

    /// <summary>Ask for the destination address as ancillary data (Haiku's IP_RECVDSTADDR).</summary>
    ReceiveDestinationAddress = 21,

    /// <summary>Haiku's IP_DONTFRAG.</summary>
    DontFragment = 22,
    MulticastInterface = 32,
    MulticastTimeToLive = 33,
    MulticastLoop = 34,
    AddMembership = 35,
    DropMembership = 36,
    UnblockSource = 37,
    BlockSource = 38,
    AddSourceMembership = 39,
    DropSourceMembership = 40,
    JoinGroup = 42,
    BlockGroupSource = 43,
    UnblockGroupSource = 44,
    LeaveGroup = 45,
    JoinSourceGroup = 46,
    LeaveSourceGroup = 47,
}
