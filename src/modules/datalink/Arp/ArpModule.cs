using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.Arp;

/// <summary>The address resolution protocol for IPv4 over Ethernet (RFC 826; RFC 1122, 2.3.2), with conflict detection (RFC 5227).</summary>
public sealed class ArpModule(ArpOptions options) : INetModule, IDatalinkModule
{
    // Interfaces on one device share what is known about its link.
    private readonly Dictionary<NetDevice, ArpLink> _links = [];

    public ArpModule()
        : this(new ArpOptions())
    {
    }

    public static ModuleManifest Description { get; } = new("network/datalink_protocols/arp/v1")
    {
        DatalinkChains = [new(NetFamily.Internet, DeviceType.Ethernet, "network/datalink_protocols/arp/v1", "network/datalink_protocols/ethernet_frame/v1")],
        FrameTypes = [EtherType.Arp, EtherType.IPv4],
    };

    public ModuleManifest Manifest => Description;

    internal INetStack Stack { get; private set; } = null!;

    internal ArpOptions Options => options;

    internal ArpStatistics Statistics { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        Stack = stack;
        Statistics = new ArpStatistics(stack.Statistics(Description.ShortName));
    }

    public void Unregister()
    {
        foreach (var link in _links.Values)
            link.Clear();
        _links.Clear();
    }

    public DatalinkProtocol CreateProtocol(INetInterface netInterface) => new ArpProtocol(this, netInterface);

    internal ArpLink Join(ArpProtocol protocol)
    {
        var device = protocol.Interface.Device;
        if (!_links.TryGetValue(device, out var link))
            _links.Add(device, link = new ArpLink(this, device));
        link.Protocols.Add(protocol);
        return link;
    }

    internal void Leave(ArpProtocol protocol, ArpLink link)
    {
        link.Protocols.Remove(protocol);
        if (link.Protocols.Count > 0)
            return;
        link.Clear();
        _links.Remove(protocol.Interface.Device);
    }
}
