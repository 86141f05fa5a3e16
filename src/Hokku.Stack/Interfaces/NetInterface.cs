using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>An interface: (domain, device), as the seed has it. Changed by the <see cref="InterfaceTable"/> and its own bridge only.</summary>
internal sealed class NetInterface(string name, int index, NetDomain domain, DevicePort port) : INetInterface
{
    private readonly List<InterfaceAddress> _addresses = [];
    private int _mtu;

    public string Name { get; } = name;

    public int Index { get; } = index;

    public NetDomain Domain { get; } = domain;

    INetDomain INetInterface.Domain => Domain;

    public DevicePort Port { get; } = port;

    public NetDevice Device => Port.Device;

    /// <summary>The interface's flags without its device's.</summary>
    public InterfaceFlags OwnFlags { get; set; }

    public InterfaceFlags Flags => OwnFlags | (Device.Flags & ~InterfaceFlags.Up);

    public bool IsUp { get; private set; }

    public int Mtu => _mtu == 0 ? Device.Mtu : Math.Min(_mtu, Device.Mtu);

    public int Metric { get; set; }

    IReadOnlyList<InterfaceAddress> INetInterface.Addresses => _addresses;

    public List<InterfaceAddress> Addresses => _addresses;

    /// <summary>All links from the top to the bridge.</summary>
    public DatalinkProtocol[] Links { get; set; } = [];

    public DatalinkProtocol Chain => Links[0];

    public InterfaceStatistics Statistics { get; } = new();

    /// <summary>The routes that the interface's addresses brought, so that they go with them.</summary>
    public List<NetRoute> OwnRoutes { get; } = [];

    /// <summary>Groups that were joined by command, so that they go with the interface.</summary>
    public List<NetAddress> CommandedGroups { get; } = [];

    /// <summary>The link that takes a group: the first for those of the family, the one that frames for addresses of the link.</summary>
    public DatalinkProtocol LinkFor(in NetAddress group) => group.Family == NetFamily.Link ? Links[Math.Max(0, Links.Length - 2)] : Links[0];

    /// <summary>Largest packet; 0 for whatever the device has. Octets.</summary>
    public void SetMtu(int mtu) => _mtu = mtu;

    /// <summary>Called by the bridge when the chain below has gone up or is to go down.</summary>
    public void MarkUp(bool up)
    {
        IsUp = up;
        OwnFlags = up ? OwnFlags | InterfaceFlags.Up : OwnFlags & ~InterfaceFlags.Up;
    }

    public override string ToString() => Name;
}
