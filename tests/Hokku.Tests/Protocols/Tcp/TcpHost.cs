using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Devices.Loopback;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Icmp;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Tcp;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

/// <summary>A host with TCP at one end of a wire, in virtual time.</summary>
internal sealed class TcpHost : StackUnderTest
{
    private TcpModule? _module;

    public TcpHost(VirtualTime time, WireRoom room, int end, TcpSettings? settings = null, bool isDebug = true, string wire = "w")
    {
        Time = time;
        Address = new IPv4Address(10, 0, 0, (byte)(end + 1));
        var modules = new ModuleRegistry()
            .Add(WireModule.Description, () => new WireModule(room))
            .Add(LoopbackModule.Description, () => new LoopbackModule())
            .Add(LoopbackFrameModule.Description, () => new LoopbackFrameModule())
            .Add(EthernetFrameModule.Description, () => new EthernetFrameModule())
            .Add(ArpModule.Description, () => new ArpModule(new ArpOptions()))
            .Add(IPv4Module.Description, () => new IPv4Module())
            .Add(IcmpModule.Description, () => new IcmpModule())
            .Add(TcpModule.Description, () => _module = new TcpModule(settings ?? new TcpSettings()));
        Stack = new NetStack(new NetStackOptions
        {
            Name = $"host{end}",
            Time = time,
            Entropy = new SeededEntropy((ulong)(end + 100)),
            Modules = modules,
            Buffers = new BufferPoolOptions { Debug = isDebug, MaximumOctets = 512 << 20 },
        });
        AddInterface("loop", IPv4Address.Loopback, 8);
        AddInterface($"/dev/net/wire/{wire}/{end}", Address, 24);
    }

    public VirtualTime Time { get; }

    public IPv4Address Address { get; }

    public TcpProtocol Tcp => _module!.Tcp;

    public ProtocolStatistics Statistics => Stack.Statistics("tcp");

    public long Count(string counter) => Statistics.Counters.First(c => c.Name == counter).Value;

    /// <summary>A route to one host by a gateway.</summary>
    public void AddRoute(IPv4Address destination, IPv4Address gateway)
    {
        var route = new RouteEntry
        {
            Family = NetFamily.Internet,
            Destination = new NetAddress(destination),
            Gateway = new NetAddress(gateway),
            Flags = RouteFlags.Gateway | RouteFlags.Host,
        };
        Assert.Equal(SocketError.Success, Control(DriverCommand.AddRoute, ref route));
    }

    public void RemoveInterface(string name)
    {
        var request = new InterfaceAliasRequest { Name = name, Index = -1 };
        Assert.Equal(SocketError.Success, Control(DriverCommand.RemoveInterfaceAddress, ref request));
    }

    public TcpUser Open() => new(this, Inside(() =>
    {
        Assert.Equal(SocketError.Success, Stack.Sockets.Open(NetFamily.Internet, SocketType.Stream, 0, out var socket));
        return socket!;
    }));

    public TcpUser Listen(ushort port, int backlog = 128)
    {
        var user = Open();
        Assert.Equal(SocketError.Success, user.Bind(IPv4Address.Any, port));
        Assert.Equal(SocketError.Success, user.Listen(backlog));
        return user;
    }

    public override void Dispose() => Stack.Dispose();
}
