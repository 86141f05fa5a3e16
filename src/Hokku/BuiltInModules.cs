using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Datalink.TunnelFrame;
using Hokku.Devices.Loopback;
using Hokku.Devices.Packet;
using Hokku.Devices.Tap;
using Hokku.Devices.Tun;
using Hokku.Devices.VirtualWire;
using Hokku.Devices.Xdp;
using Hokku.Protocols.Icmp;
using Hokku.Protocols.Igmp;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Link;
using Hokku.Protocols.Tcp;
using Hokku.Protocols.Udp;
using Hokku.Stack;

namespace Hokku;

/// <summary>The modules that come with Hokku, registered without reflection.</summary>
public static class BuiltInModules
{
    /// <summary>Adds those that are not in it yet.</summary>
    /// <param name="registry">Where to; modules that are in it already come first.</param>
    /// <param name="wires">The in-memory wires that devices /dev/net/wire/NAME/0 and /1 are the ends of.</param>
    public static ModuleRegistry AddBuiltIn(this ModuleRegistry registry, WireRoom wires) => registry
        .AddMissing(IPv4Module.Description, static () => new IPv4Module())
        .AddMissing(IcmpModule.Description, static () => new IcmpModule())
        .AddMissing(IgmpModule.Description, static () => new IgmpModule())
        .AddMissing(LinkModule.Description, static () => new LinkModule())
        .AddMissing(TcpModule.Description, static () => new TcpModule())
        .AddMissing(UdpModule.Description, static () => new UdpModule())
        .AddMissing(ArpModule.Description, static () => new ArpModule())
        .AddMissing(EthernetFrameModule.Description, static () => new EthernetFrameModule())
        .AddMissing(LoopbackFrameModule.Description, static () => new LoopbackFrameModule())
        .AddMissing(TunnelFrameModule.Description, static () => new TunnelFrameModule())
        .AddMissing(LoopbackModule.Description, static () => new LoopbackModule())
        .AddMissing(TapModule.Description, static () => new TapModule())
        .AddMissing(TunModule.Description, static () => new TunModule())
        .AddMissing(PacketModule.Description, static () => new PacketModule())
        .AddMissing(XdpModule.Description, static () => new XdpModule())
        .AddMissing(WireModule.Description, () => new WireModule(wires));
}
