using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

/// <summary>What has brought other stacks down: each test is named after it.</summary>
public sealed class TcpHazardTests : TcpScriptTests
{
    private static readonly NetAddress Ours = new(new IPv4Address(192, 0, 2, 1));

    // A.2-1.
    [Fact]
    public void Window_shrinks_to_nothing_with_64_kilobytes_in_flight()
    {
        var script = Established().Write(65000).IgnoreSent().Inject(". 1:1(0) ack 14601 win 65535");
        script.Advance(10).IgnoreSent();
        script.Inject(". 1:1(0) ack 14601 win 0").Inject(". 1:1(0) ack 16061 win 0").Inject(". 1:1(0) ack 14601 win 17");
        script.Inject("P. 900000:901000(1000) ack 16061 win 0").ExpectState("established").Advance(5000).IgnoreSent();
        script.Inject(". 1:1(0) ack 16061 win 65535").Advance(100).IgnoreSent().Abort().IgnoreSent();
    }

    // A.2-1: text at the last octet of the window, and far beyond it.
    [Fact]
    public void Text_past_the_window_is_cut_off() => Established(new() { ReceiveBuffer = 4000 })
        .Inject("P. 3001:5001(2000) ack 1")
        .Expect(". 1:1(0) ack 1")
        .Inject("P. 4001:5001(1000) ack 1")
        .Expect(". 1:1(0) ack 1")
        .Inject("P. 1:3001(3000) ack 1")
        .Expect(". 1:1(0) ack 4001")
        .ExpectReadable(4000)
        .IgnoreSent()
        .Abort().IgnoreSent();

    // A.3: LAND. The segment comes from the very socket that it goes to.
    [Fact]
    public void LAND_a_segment_from_ourselves_is_dropped()
    {
        var script = Listening();
        long before = script.AllDrops;
        script.InjectBetween(Ours, Ours, "S 0:0(0) win 1000").ExpectNothing(100).ExpectSockets(1);
        Assert.Equal(before + 1, script.AllDrops);
        using var pair = new TcpPair();
        var self = pair.A.Open();
        self.Bind(pair.A.Address, 1000);
        Assert.Equal(SocketError.AddressAlreadyInUse, self.Connect(pair.A.Address, 1000));
    }

    // A.3: URGENT/11.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(101)]
    [InlineData(65535)]
    public void URGENT_11_pointers_that_lie(int pointer)
    {
        foreach (var flags in (TcpFlags[])[TcpFlags.None, TcpFlags.Fin, TcpFlags.Syn, TcpFlags.Reset, TcpFlags.Syn | TcpFlags.Fin])
        {
            using var script = TcpScript.Established();
            script.Inject("P. 1:101(100) ack 1", s => MakeUrgent(s, pointer, flags));
            script.Inject("P. 50:151(101) ack 1", s => MakeUrgent(s, pointer, TcpFlags.None));
            script.Advance(500).IgnoreSent().Abort().IgnoreSent();
        }
    }

    // A.3: SACK panic and slowness (CVE-2019-11479).
    [Fact]
    public void A_tiny_maximum_segment_size_does_not_make_tiny_segments() => Established(new() { Options = "mss 1" })
        .Write(88)
        .Expect("P. 1:89(88) ack 1")
        .Inject(". 1:1(0) ack 89");

    // A.3: SegmentSmack (CVE-2018-5390).
    [Fact]
    public void SegmentSmack_holes_are_bounded()
    {
        var script = Established();
        for (uint i = 0; i < 1000; i++)
            script.Inject($". {3 + (2 * i)}:{4 + (2 * i)}(1) ack 1").IgnoreSent();
        script.ExpectInformation(i => i.OutOfOrderSegments, 256).ExpectDrop(DropReason.OutOfOrderLimit, 744);
        script.Inject(". 1:3(2) ack 1").ExpectReadable(3).IgnoreSent().Abort().IgnoreSent();
    }

    // A.2-5: an unreachable at every step of the handshake.
    [Fact]
    public void Errors_of_the_network_race_the_handshake()
    {
        NetworkErrorKind[] kinds =
        [
            NetworkErrorKind.UnreachableNetwork, NetworkErrorKind.UnreachableHost, NetworkErrorKind.UnreachableProtocol,
            NetworkErrorKind.UnreachablePort, NetworkErrorKind.MessageSize, NetworkErrorKind.TransitTimeExceeded, NetworkErrorKind.ParameterProblem,
        ];
        foreach (var kind in kinds)
        {
            using var early = TcpScript.Connecting();
            early.Expect("S 0:0(0)").InjectError(kind, "S 0:0(0)", 500).IgnoreSent();
            early.Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>").IgnoreSent();
            using var late = TcpScript.Connecting();
            late.Expect("S 0:0(0)").Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>").InjectError(kind, "S 0:0(0)", 500).IgnoreSent();
            late.ExpectState("established").ExpectError(SocketError.Success).Abort().IgnoreSent();
            using var passive = TcpScript.Listening();
            passive.Inject("S 0:0(0) win 1000 <mss 1460>").Expect("S. 0:0(0) ack 1").InjectError(kind, "S. 0:0(0)", 500);
            passive.Inject(". 1:1(0) ack 1").Accept().ExpectState("established").IgnoreSent().Abort().IgnoreSent();
        }
    }

    // A.2-6 and A.2-17: the stack goes at every millisecond of a scripted connection.
    [Fact]
    public void Timers_do_not_fire_after_teardown()
    {
        for (int end = 0; end < 60; end++)
        {
            var pair = new TcpPair();
            var listener = pair.B.Listen(80);
            var client = pair.A.Open();
            client.Connect(pair.B.Address, 80);
            client.Send(new byte[5000]);
            TcpUser? server = null;
            for (int at = 0; at < end; at++)
            {
                pair.Advance(1);
                server ??= listener.Accept();
                if (at == 25)
                    client.Close();
                if (at == 40)
                    server?.Close();
            }

            pair.A.Dispose();
            pair.Advance(100);
            pair.B.Dispose();
            pair.Time.Advance(TimeSpan.FromHours(3));
            pair.A.Stack.Buffers.AssertBalanced();
            pair.B.Stack.Buffers.AssertBalanced();
        }
    }

    // A.2-14: a small buffer behind a link of 64 kilobytes.
    [Fact]
    public void Silly_window_rules_are_not_too_strict()
    {
        using var pair = new TcpPair();
        var listener = pair.A.Listen(80);
        listener.Set(SocketOption.ReceiveBuffer, 3000);
        var client = pair.A.Open();
        client.Connect(IPv4Address.Loopback, 80);
        pair.Transfer(client, listener.Accept()!, 300_000, seconds: 20);
    }

    // SYN flood: a real client still gets in, and nothing grows beyond its bound.
    [Fact]
    public void SYN_flood_evicts_the_oldest_and_lets_a_client_in()
    {
        var script = Listening(new() { Tcp = new TcpSettings { HalfOpenLimit = 64, SynCookies = SynCookieUse.Never } });
        for (int i = 0; i < 10_000; i++)
        {
            var source = new NetAddress(new IPv4Address(203, 0, (byte)(113 + (i / 250)), (byte)((i % 250) + 1)));
            script.InjectBetween(source, Ours, "S 0:0(0) win 1000 <mss 1460>").IgnoreSent();
        }

        script.ExpectSockets(1).ExpectCounter("half-open connections evicted", 10_000 - 64);
        script.Inject("S 0:0(0) win 1000 <mss 1460>").Expect("S. 0:0(0) ack 1").Inject(". 1:1(0) ack 1").Accept().IgnoreSent().Abort().IgnoreSent();
    }

    // Blind reset and data injection: nothing but the exact number resets.
    [Fact]
    public void Blind_resets_do_not_reset()
    {
        var script = Established();
        var random = new Random(8);
        for (int i = 0; i < 5000; i++)
        {
            uint number = (uint)random.Next(2, int.MaxValue);
            script.Inject($"R {number}:{number}(0)").IgnoreSent();
        }

        script.ExpectState("established").Abort().IgnoreSent();
    }

    // A path with a smaller MTU in the middle, and a router that says so.
    [Fact]
    [Requirement("RFC 1191", "6.4")]
    public void A_smaller_path_in_the_middle_is_discovered_and_not_taken_for_congestion() => Established()
        .Write(14600)
        .IgnoreSent()
        .InjectError(NetworkErrorKind.MessageSize, ". 1:1461(1460) ack 1", 1000)
        .Advance(1)
        .ExpectInformation(i => i.SendMaximumSegment, 960)
        .ExpectInformation(i => i.PathMtu, 1000)
        .IgnoreSent()
        .Inject(". 1:1(0) ack 14601")
        .ExpectNothing(1000);

    // A forged report with a number that is not in flight, or one that would make segments tiny.
    [Fact]
    [Requirement("RFC 5927", "7.2")]
    public void Forged_path_mtus_are_not_believed_or_have_a_floor() => Established()
        .Write(1460)
        .Expect("P. 1:1461(1460) ack 1")
        .InjectError(NetworkErrorKind.MessageSize, ". 100000:101460(1460) ack 1", 500)
        .ExpectInformation(i => i.SendMaximumSegment, 1460)
        .InjectError(NetworkErrorKind.MessageSize, "P. 1:1461(1460) ack 1", 1)
        .Advance(1)
        .ExpectInformation(i => i.SendMaximumSegment, 88)
        .IgnoreSent()
        .Abort().IgnoreSent();

    [Fact]
    public void Listeners_that_share_a_port_share_its_connections()
    {
        using var pair = new TcpPair(isDebug: false);
        var listeners = new List<TcpUser>();
        for (int i = 0; i < 4; i++)
        {
            var listener = pair.B.Open();
            listener.Set(SocketOption.ReusePort, 1);
            Assert.Equal(SocketError.Success, listener.Bind(IPv4Address.Any, 80));
            Assert.Equal(SocketError.Success, listener.Listen(1000));
            listeners.Add(listener);
        }

        Assert.Equal(SocketError.AddressAlreadyInUse, pair.B.Open().Bind(IPv4Address.Any, 80));
        for (int i = 0; i < 400; i++)
            pair.A.Open().Connect(pair.B.Address, 80);
        pair.Advance(5000);
        Assert.All(listeners, l => Assert.InRange(l.Socket.ConnectedCount, 60, 140));
    }

    [Fact]
    public void A_cable_is_pulled_and_plugged_in_during_a_transfer()
    {
        using var pair = new TcpPair(new WireSettings { Latency = TimeSpan.FromMilliseconds(1), Bandwidth = 100_000_000 });
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, 200_000);
        client.Send(new byte[100_000]);
        pair.Advance(2);
        pair.Wire.Unplug();
        pair.Advance(5000);
        pair.Wire.Plug();
        int received = 0;
        pair.Until(() => (received += server.Receive()!.Length) == 100_000, seconds: 20);
    }

    private static void MakeUrgent(Span<byte> segment, int pointer, TcpFlags flags)
    {
        segment[13] |= (byte)(flags | TcpFlags.Urgent);
        segment[18] = (byte)(pointer >> 8);
        segment[19] = (byte)pointer;
    }
}
