using System.Net;
using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Datalink.LoopbackFrame;
using Hokku.Devices.Loopback;
using Hokku.Driver;
using Hokku.Network;
using Hokku.Protocols.IPv4;
using Hokku.Protocols.Udp;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Devices;

public sealed class LoopbackTests : IDisposable
{
    private readonly NetStack _stack = new(new NetStackOptions
    {
        Time = new VirtualTime(),
        Entropy = new SeededEntropy(3),
        Buffers = new BufferPoolOptions { Debug = true },
        Modules = new ModuleRegistry()
            .Add(LoopbackModule.Description, () => new LoopbackModule())
            .Add(LoopbackFrameModule.Description, () => new LoopbackFrameModule())
            .Add(IPv4Module.Description, () => new IPv4Module())
            .Add(UdpModule.Description, () => new UdpModule()),
    });

    private readonly NetworkHost _host;

    public LoopbackTests()
    {
        _host = new NetworkHost(new InProcessDriver(_stack));
        _host.Roster.AddAddress("loop", IPAddress.Loopback, 8);
        _host.Roster.Up("loop");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1400)]
    [InlineData(65_507)]
    public void A_datagram_of_any_size_comes_back_in_one_piece(int size)
    {
        using var receiver = _host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        using var sender = _host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 4000));
        var sent = new byte[size];
        new Random(size).NextBytes(sent);
        sender.SendTo(sent, new IPEndPoint(IPAddress.Loopback, 4000));
        var received = new byte[65_536];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        Assert.Equal(size, receiver.ReceiveFrom(received, ref from));
        Assert.True(received.AsSpan(0, size).SequenceEqual(sent));
        Assert.Equal(1, _stack.Devices[0].Statistics.ReceivedPackets);
    }

    [Fact]
    public void Every_address_of_its_network_is_this_host()
    {
        using var receiver = _host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        using var sender = _host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Any, 4000));
        sender.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Parse("127.8.9.10"), 4000));
        Assert.Equal(3, receiver.Available);
    }

    [Fact]
    public void An_interface_that_is_down_takes_nothing()
    {
        _host.Roster.Down("loop");
        using var sender = _host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        Assert.Throws<SocketException>(() => sender.SendTo([1], new IPEndPoint(IPAddress.Loopback, 4000)));
    }

    public void Dispose()
    {
        _stack.Dispose();
        _stack.Buffers.AssertBalanced();
    }
}
