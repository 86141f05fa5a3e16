namespace Hokku.Abstractions;

/// <summary>Why a packet was discarded. Each is counted per interface and per protocol and shown by netstat -s and in captures.</summary>
public enum DropReason : byte
{
    /// <summary>Not dropped.</summary>
    None = 0,

    // interfaces, devices, datalink
    InterfaceDown,
    NoInterface,
    NoRoute,
    RouteRejected,
    NoHandler,
    NotForUs,
    QueueFull,
    NoMemory,
    DeviceError,
    DeviceDown,
    LinkDown,
    TooBig,
    StackUnloaded,

    // Ethernet and ARP
    FrameTooShort,
    FrameMalformed,
    ForeignLinkAddress,
    ArpMalformed,
    ArpSpoofed,
    ArpIgnored,
    NeighborUnreachable,
    NeighborQueueFull,
    NeighborTableFull,
    AddressConflict,

    // IP
    HeaderTooShort,
    HeaderMalformed,
    BadVersion,
    BadLength,
    BadChecksum,
    BadOption,
    SourceRouted,
    MartianSource,
    MartianDestination,
    TimeToLiveExceeded,
    ForwardingDisabled,
    FragmentationNeeded,
    FragmentMalformed,
    FragmentOverlap,
    FragmentTooMany,
    FragmentTimeout,
    FragmentMemory,
    UnknownProtocol,
    NotMember,
    SourceFiltered,

    // ICMP and IGMP
    IcmpMalformed,
    IcmpUnknownType,
    IcmpRateLimited,
    IcmpNotAllowed,
    IcmpQuoteMalformed,
    IcmpQuoteUnknown,
    IgmpMalformed,

    // transport
    PortUnreachable,
    PortZero,
    ReceiveBufferFull,
    SocketClosed,
    NotConnectedPeer,
    LandAttack,
    BroadcastSource,

    // TCP
    OptionsMalformed,
    FlagsMalformed,
    OutOfWindow,
    OldDuplicate,
    PawsRejected,
    NoConnection,
    ListenQueueFull,
    AcknowledgmentInvalid,
    ResetRejected,
    SynRejected,
    OutOfOrderLimit,
    ChallengeLimited,
    TimeWait,
    ConnectionLimit,

    // made by wires on purpose
    WireLoss,
    WireQueueFull,
    WireCorrupted,
    WireUnplugged,
}
