using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Devices.Loopback;
using Hokku.Devices.Tap;
using Hokku.Devices.VirtualWire;
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
    /// <summary>Adds them all.</summary>
    /// <param name="registry">Where to; modules that are in it already come first.</param>
    /// <param name="wires">The in-memory wires that devices /dev/net/wire/NAME/0 and /1 are the ends of.</param>
    public static ModuleRegistry AddBuiltIn(this ModuleRegistry registry, WireRoom wires) => registry
        .Add(IPv4Module.Description, static () => new IPv4Module())
        .Add(IcmpModule.Description, static () => new IcmpModule())
        .Add(IgmpModule.Description, static () => new IgmpModule())
        .Add(LinkModule.Description, static () => new LinkModule())
        .Add(TcpModule.Description, static () => new TcpModule())
        .Add(UdpModule.Description, static () => new UdpModule())
        .Add(ArpModule.Description, static () => new ArpModule())
        .Add(EthernetFrameModule.Description, static () => new EthernetFrameModule())
        .Add(LoopbackFrameModule.Description, static () => new LoopbackFrameModule())
        .Add(LoopbackModule.Description, static () => new LoopbackModule())
        .Add(TapModule.Description, static () => new TapModule())
        .Add(WireModule.Description, () => new WireModule(wires));
}
