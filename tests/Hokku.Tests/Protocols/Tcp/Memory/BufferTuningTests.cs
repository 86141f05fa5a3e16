using System.Globalization;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

/// <summary>Buffers that follow the path, within a budget of the whole stack.</summary>
public sealed class BufferTuningTests : TcpScriptTests
{
    private const int Usual = 256 << 10;

    [Fact]
    public void A_fast_flow_over_a_long_path_is_limited_by_no_buffer()
    {
        using var pair = new TcpPair(new WireSettings { Latency = TimeSpan.FromMilliseconds(20), Bandwidth = 400_000_000, Mtu = 1500, QueueLimit = 64 << 20 }, isDebug: false);
        var (client, server) = pair.Connect();
        var began = pair.Time.Elapsed;
        pair.Transfer(client, server, 24 << 20, write: 1 << 20);
        double rate = (24L << 23) / (pair.Time.Elapsed - began).TotalSeconds / 1e6;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FIGURE buffer tuning: {rate:F0} Mbit/s of 400 over 40 ms, receive buffer {server.Socket.First.Socket.ReceiveBufferSize >> 10} KiB, send buffer {client.Socket.First.Socket.SendBufferSize >> 10} KiB (aim: more than 2 MiB each)"));
        Assert.InRange(server.Socket.First.Socket.ReceiveBufferSize, 2 << 20, 6 << 20);
        Assert.InRange(client.Socket.First.Socket.SendBufferSize, 2 << 20, 6 << 20);
        Assert.True(rate > 200);
    }

    [Fact]
    public void A_local_network_gets_windows_of_several_megabytes()
    {
        using var pair = new TcpPair(new WireSettings { Latency = TimeSpan.FromMicroseconds(50), Bandwidth = 10_000_000_000 }, isDebug: false);
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, 64 << 20, write: 1 << 20);
        Assert.InRange(server.Socket.First.Socket.ReceiveBufferSize, 2 << 20, 6 << 20);
    }

    [Fact]
    public void A_slow_reader_keeps_its_small_buffer()
    {
        using var pair = new TcpPair(new WireSettings { Latency = TimeSpan.FromMilliseconds(1) }, isDebug: false);
        var (client, server) = pair.Connect();
        for (int i = 0; i < 100; i++)
        {
            client.Send(TcpPair.Pattern(100_000));
            pair.Advance(100);
            server.Receive(20_000);
        }

        Assert.Equal(Usual, server.Socket.First.Socket.ReceiveBufferSize);
    }

    [Fact]
    public void A_size_that_the_user_has_set_stays()
    {
        using var pair = new TcpPair(new WireSettings { Latency = TimeSpan.FromMilliseconds(10) }, isDebug: false);
        var (client, server) = pair.Connect();
        server.Set(SocketOption.ReceiveBuffer, 100_000);
        client.Set(SocketOption.SendBuffer, 150_000);
        pair.Transfer(client, server, 4 << 20);
        Assert.Equal(100_000, server.Socket.First.Socket.ReceiveBufferSize);
        Assert.Equal(150_000, client.Socket.First.Socket.SendBufferSize);
    }

    [Fact]
    public void The_right_edge_never_moves_left_when_memory_becomes_scarce()
    {
        var script = Established(new() { Tcp = new TcpSettings { MemoryBudget = 100_000 }, Options = "mss 1460,nop,wscale 7" });
        uint edge = 1 + 65535;
        uint next = 1;
        for (int i = 0; i < 60; i++, next += 1460)
        {
            if (next + 1460 > edge)
                break;
            script.Inject($". {next}:{next + 1460}(1460) ack 1");
            script.ForEachSent(s =>
            {
                uint told = next + 1460 + ((uint)s.Window << 7);
                Assert.True(told + 128 >= edge, $"The window's edge went from {edge} to {told}.");
                edge = Math.Max(edge, told);
            });
        }

        script.ExpectCounter("times memory became scarce", 1).Advance(100).IgnoreSent().Abort().IgnoreSent();
    }

    [Fact]
    public void Text_out_of_order_goes_first_when_the_budget_is_used_up_and_comes_again()
    {
        var first = Established(new() { Tcp = new TcpSettings { MemoryBudget = 100_000 } });
        for (uint i = 0; i < 20; i++)
            first.Inject($". {2921 + (1460 * i)}:{4381 + (1460 * i)}(1460) ack 1").IgnoreSent();
        Assert.Equal(1, first.Information().OutOfOrderSegments);
        var second = first.Another(1).Handshake().Accept();
        for (uint i = 0; i < 44; i++)
            second.Inject($". {1 + (1460 * i)}:{1461 + (1460 * i)}(1460) ack 1").IgnoreSent();
        var third = first.Another(2).Handshake().Accept();
        for (uint i = 0; i < 44; i++)
            third.Inject($". {1 + (1460 * i)}:{1461 + (1460 * i)}(1460) ack 1").IgnoreSent();
        Assert.Equal(0, first.Information().OutOfOrderSegments);
        Assert.InRange(second.Readable + third.Readable, 90_000, 101_460);
        first.Inject("P. 1:1461(1460) ack 1").IgnoreSent().Read(1460).ExpectState("established");
        second.ReadWhateverThereIs();
        third.ReadWhateverThereIs();
        first.Inject("P. 1461:4381(2920) ack 1").IgnoreSent().ExpectReadable(2920);
        second.Abort().IgnoreSent();
        third.Abort().IgnoreSent();
        first.Abort().IgnoreSent();
    }

    [Fact]
    public void Writers_get_their_guaranteed_share_when_others_use_the_memory_up()
    {
        var first = Established(new() { Tcp = new TcpSettings { MemoryBudget = 60_000 }, Window = 1000 }).Write(60_001).IgnoreSent();
        var second = first.Another(1).Handshake().Accept().Write(4096).Write(1, expected: System.Net.Sockets.SocketError.WouldBlock).IgnoreSent();
        second.Inject(". 1:1(0) ack 1001 win 1000").IgnoreSent().Write(500).IgnoreSent().Abort().IgnoreSent();
        first.Abort().IgnoreSent();
    }
}
