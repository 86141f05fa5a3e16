using System.Net;
using Hokku.Buffers;
using Hokku.Datalink.Arp;
using Hokku.Datalink.EthernetFrame;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Devices.Loopback;
using Hokku.Devices.VirtualWire;
using Hokku.Driver;
using Hokku.Network;
using Hokku.Protocols.Icmp;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Tcp;
using Hokku.Protocols.Udp;
using Hokku.Stack;

namespace Hokku.Tests.Network;

/// <summary>Two whole hosts at the ends of a perfect wire, each behind a door of the kind under test.</summary>
internal sealed class TwoHosts : IDisposable
{
    private static int _serial;

    private readonly List<IDisposable> _doors = [];
    private readonly NetStack[] _stacks = new NetStack[2];

    /// <param name="door">Makes the door to a stack; what it returns beside it is disposed of after the door.</param>
    /// <param name="debug">Whether the pools look for misuse, which costs time and allocations.</param>
    public TwoHosts(Func<NetStack, (IStackDriver Door, IDisposable? Behind)> door, bool debug = true)
    {
        var room = new WireRoom();
        int serial = Interlocked.Increment(ref _serial);
        for (int i = 0; i < 2; i++)
        {
            _stacks[i] = MakeStack($"t{Environment.ProcessId}-{serial}-{i}", room, debug);
            var configuration = new NetworkRoster(new InProcessDriver(_stacks[i]));
            configuration.AddAddress("loop", IPAddress.Loopback, 8);
            configuration.Up("loop");
            configuration.AddAddress($"/dev/net/wire/w/{i}", i == 0 ? AddressA : AddressB, 24);
            configuration.Up($"/dev/net/wire/w/{i}");
            var (made, behind) = door(_stacks[i]);
            _doors.Add(made);
            if (behind is not null)
                _doors.Add(behind);
            if (i == 0)
                A = new NetworkHost(made);
            else
                B = new NetworkHost(made);
        }
    }

    public static IPAddress AddressA { get; } = IPAddress.Parse("10.1.0.1");

    public static IPAddress AddressB { get; } = IPAddress.Parse("10.1.0.2");

    public NetworkHost A { get; } = null!;

    public NetworkHost B { get; } = null!;

    public NetStack StackA => _stacks[0];

    public static NetStack MakeStack(string name, WireRoom room, bool debug = true) => new(new NetStackOptions
    {
        Name = name,
        Buffers = new BufferPoolOptions { Debug = debug },
        Modules = new ModuleRegistry()
            .Add(LoopbackModule.Description, () => new LoopbackModule())
            .Add(LoopbackFrameModule.Description, () => new LoopbackFrameModule())
            .Add(WireModule.Description, () => new WireModule(room))
            .Add(EthernetFrameModule.Description, () => new EthernetFrameModule())
            .Add(ArpModule.Description, () => new ArpModule(new ArpOptions()))
            .Add(IPv4Module.Description, () => new IPv4Module())
            .Add(IcmpModule.Description, () => new IcmpModule())
            .Add(UdpModule.Description, () => new UdpModule())
            .Add(TcpModule.Description, () => new TcpModule()),
    });

    public void Dispose()
    {
        foreach (var door in _doors)
            door.Dispose();
        foreach (var stack in _stacks)
            stack.Dispose();
    }
}
