using System.Net;
using Hokku.Buffers;
using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Devices.Loopback;
using Hokku.Devices.Tap;
using Hokku.Driver;
using Hokku.Network;
using Hokku.Protocols.Icmp;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Udp;
using Hokku.Stack;

namespace Hokku.Interop.Tests;

/// <summary>A Hokku host on a TAP in a namespace: Linux is 10.9.0.1 on one end, we are 10.9.0.2 on the other.</summary>
public sealed class TapHost : IDisposable
{
    public const string LinuxAddress = "10.9.0.1";
    public const string OurAddress = "10.9.0.2";
    public const string InterfaceName = "hk0";
    public const string Device = "/dev/net/tap/" + InterfaceName;

    public TapHost(LinuxNamespace home, TapOptions? options = null, int mtu = 1500, bool debugBuffers = true)
    {
        var modules = new ModuleRegistry()
            .Add(LoopbackModule.Description, () => new LoopbackModule())
            .Add(LoopbackFrameModule.Description, () => new LoopbackFrameModule())
            .Add(TapModule.Description, () => new TapModule(_ => options))
            .Add(EthernetFrameModule.Description, () => new EthernetFrameModule())
            .Add(ArpModule.Description, () => new ArpModule())
            .Add(IPv4Module.Description, () => new IPv4Module())
            .Add(IcmpModule.Description, () => new IcmpModule())
            .Add(UdpModule.Description, () => new UdpModule());
        Stack = new NetStack(new NetStackOptions { Name = "interop", Modules = modules, Buffers = new BufferPoolOptions { Debug = debugBuffers } });
        Network = new NetworkHost(new InProcessDriver(Stack));
        try
        {
            Network.Roster.AddAddress("loop", IPAddress.Loopback, 8);
            Network.Roster.Up("loop");
            home.Enter(() =>
            {
                Network.Roster.AddAddress(Device, IPAddress.Parse(OurAddress), 24);
                Network.Roster.SetMtu(Device, mtu);
            });
            Network.Roster.Up(Device);
            home.Run("ip", "address", "add", LinuxAddress + "/24", "dev", InterfaceName).Succeeded();
            home.Run("ip", "link", "set", InterfaceName, "mtu", $"{mtu}", "up").Succeeded();
        }
        catch
        {
            Stack.Dispose();
            throw;
        }
    }

    public NetStack Stack { get; }

    public NetworkHost Network { get; }

    /// <summary>Ends the host; every buffer must have come back.</summary>
    public void Dispose()
    {
        Stack.Dispose();
        Stack.Buffers.AssertBalanced();
    }
}
