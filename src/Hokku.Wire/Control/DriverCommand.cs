namespace Hokku.Wire.Control;

/// <summary>The commands that the driver passes to the socket module (ioctl): Haiku's SIOC* by their meaning, from 8900 on.</summary>
public enum DriverCommand
{
    /// <summary>No command.</summary>
    None = 0,

    /// <summary>SIOCADDRT: <see cref="RouteEntry"/>.</summary>
    AddRoute = 8900,

    /// <summary>SIOCDELRT: <see cref="RouteEntry"/>.</summary>
    DeleteRoute = 8901,

    /// <summary>SIOCSIFADDR: <see cref="InterfaceRequest"/>.</summary>
    SetInterfaceAddress = 8902,

    /// <summary>SIOCGIFADDR.</summary>
    GetInterfaceAddress = 8903,

    /// <summary>SIOCSIFDSTADDR.</summary>
    SetInterfaceDestination = 8904,

    /// <summary>SIOCGIFDSTADDR.</summary>
    GetInterfaceDestination = 8905,

    /// <summary>SIOCSIFFLAGS.</summary>
    SetInterfaceFlags = 8906,

    /// <summary>SIOCGIFFLAGS.</summary>
    GetInterfaceFlags = 8907,

    /// <summary>SIOCGIFBRDADDR.</summary>
    GetInterfaceBroadcast = 8908,

    /// <summary>SIOCSIFBRDADDR.</summary>
    SetInterfaceBroadcast = 8909,

    /// <summary>SIOCGIFCOUNT: the number of interfaces as a 32-bit number.</summary>
    GetInterfaceCount = 8910,

    /// <summary>SIOCGIFCONF: one <see cref="InterfaceEntry"/> an interface; NoBufferSpaceAvailable when they do not fit.</summary>
    GetInterfaces = 8911,

    /// <summary>SIOCGIFINDEX.</summary>
    GetInterfaceIndex = 8912,

    /// <summary>SIOCGIFNAME.</summary>
    GetInterfaceName = 8913,

    /// <summary>SIOCGIFNETMASK.</summary>
    GetInterfaceMask = 8914,

    /// <summary>SIOCSIFNETMASK.</summary>
    SetInterfaceMask = 8915,

    /// <summary>SIOCGIFMETRIC.</summary>
    GetInterfaceMetric = 8916,

    /// <summary>SIOCSIFMETRIC.</summary>
    SetInterfaceMetric = 8917,

    /// <summary>SIOCDIFADDR: <see cref="InterfaceAliasRequest"/>; without an address it removes the interface.</summary>
    RemoveInterfaceAddress = 8918,

    /// <summary>SIOCAIFADDR: <see cref="InterfaceAliasRequest"/>; makes the interface when its name is new.</summary>
    AddInterfaceAddress = 8919,

    /// <summary>SIOCGIFMTU.</summary>
    GetInterfaceMtu = 8920,

    /// <summary>SIOCSIFMTU.</summary>
    SetInterfaceMtu = 8921,

    /// <summary>SIOCGIFMEDIA.</summary>
    GetInterfaceMedia = 8922,

    /// <summary>SIOCSIFMEDIA.</summary>
    SetInterfaceMedia = 8923,

    /// <summary>SIOCGRTSIZE: the number of routes as a 32-bit number.</summary>
    GetRouteCount = 8924,

    /// <summary>SIOCGRTTABLE: as many <see cref="RouteEntry"/> as there are; NoBufferSpaceAvailable when they do not fit.</summary>
    GetRoutes = 8925,

    /// <summary>SIOCGETRT: <see cref="RouteEntry"/> with its destination filled in.</summary>
    GetRoute = 8926,

    /// <summary>SIOCGIFSTATS: <see cref="InterfaceCounters"/> behind the <see cref="InterfaceRequest"/>.</summary>
    GetInterfaceStatistics = 8927,

    /// <summary>SIOCGIFTYPE.</summary>
    GetInterfaceType = 8928,

    /// <summary>SIOCSPACKETCAP: start capturing; on a socket of family Link. <see cref="InterfaceRequest"/>.</summary>
    StartCapture = 8929,

    /// <summary>SIOCCPACKETCAP: stop capturing.</summary>
    StopCapture = 8930,

    /// <summary>SIOCADDMULTI: <see cref="InterfaceRequest"/> with the group.</summary>
    AddMulticast = 8931,

    /// <summary>SIOCDELMULTI.</summary>
    DeleteMulticast = 8932,

    /// <summary>Sets the hardware address of the interface's device while that is down: <see cref="InterfaceRequest"/> with a link address.</summary>
    SetLinkAddress = 8933,

    /// <summary>Whether the interface's device does itself what it can (1) or leaves it to software (0): <see cref="InterfaceRequest"/>.</summary>
    SetInterfaceOffload = 8934,

    /// <summary>B_SOCKET_SET_ALIAS: <see cref="InterfaceAliasRequest"/> with its index.</summary>
    SetAlias = 8947,

    /// <summary>B_SOCKET_GET_ALIAS.</summary>
    GetAlias = 8948,

    /// <summary>B_SOCKET_COUNT_ALIASES.</summary>
    CountAliases = 8949,

    /// <summary>ARP_SET_ENTRY: <see cref="ArpEntry"/>.</summary>
    SetArpEntry = 8960,

    /// <summary>ARP_GET_ENTRY.</summary>
    GetArpEntry = 8961,

    /// <summary>ARP_GET_ENTRIES: as many <see cref="ArpEntry"/> as there are.</summary>
    GetArpEntries = 8962,

    /// <summary>ARP_DELETE_ENTRY.</summary>
    DeleteArpEntry = 8963,

    /// <summary>ARP_FLUSH_ENTRIES: all that are neither permanent nor local.</summary>
    FlushArpEntries = 8964,

    /// <summary>One <see cref="SocketEntry"/> a socket.</summary>
    GetSockets = 8970,

    /// <summary>One <see cref="ModuleEntry"/> a module known to the stack.</summary>
    GetModules = 8971,

    /// <summary>One <see cref="CounterEntry"/> a counter: of protocols, and of drops by reason.</summary>
    GetStatistics = 8972,

    /// <summary>Why the last device could not be made, in its module's words: UTF-8; empty when it could.</summary>
    GetDeviceError = 8973,

    /// <summary>FIONREAD: octets that can be read at once, as a 32-bit number.</summary>
    GetReadable = 0x541B,

    /// <summary>SIOCATMARK: 1 when the next octet is the one after the urgent mark.</summary>
    AtUrgentMark = 0x8905,

    /// <summary>SIOCOUTQ: octets sent and not acknowledged.</summary>
    GetUnsent = 0x5411,
}
