using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>What brought other TCPs down, each by its name.</summary>
public sealed class TcpHazardTests : TcpScriptTests
{
    [Fact]
    public void Sequence_number_underflow_when_the_peer_shrinks_its_window_with_64_KiB_in_flight()
    {
        var script = Established(new() { Window = 65535 }).Write(262_144);
        int sent = 0;
        int acknowledged = 0;
        for (int i = 0; i < 6; i++)
        {
            acknowledged = sent;
            script.Inject($". 1:1(0) ack {1 + acknowledged} win 65535").ForEachSent(s => sent += s.PayloadLength);
        }

        Assert.True(sent - acknowledged > 60_000);
        script.Inject($". 1:1(0) ack {1 + acknowledged} win 0").ExpectNothing(100);
        script.Inject($". 1:1(0) ack {1 + acknowledged} win 10").Inject($". 1:1(0) ack {acknowledged + 5000} win 0").Advance(3000).IgnoreSent();
        script.Inject($". 1:1(0) ack {1 + sent} win 0").ExpectState("established").ExpectInformation(i => i.Unacknowledged, 0).Abort().IgnoreSent();
    }

    [Fact]
    public void Octets_beyond_the_right_edge_are_trimmed_or_refused() => Established(new() { ReceiveBuffer = 4000 })
        .Inject("P. 3001:5001(2000) ack 1").IgnoreSent()
        .Inject("P. 4001:4101(100) ack 1").Expect(". 1:1(0) ack 1")
        .Inject("P. 1000000:1000100(100) ack 1").Expect(". 1:1(0) ack 1")
        .Inject("P. 1:3001(3000) ack 1").Expect(". 1:1(0) ack 4001 win 0")
        .Read(4000)
        .IgnoreSent();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("192.0.2.1")]
    public void One_packet_kills_a_syn_from_nobody_is_dropped_and_counted(string address)
    {
        var script = Listening();
        script.InjectBetween(new NetAddress(IPv4Address.Parse(address)), new NetAddress(new IPv4Address(192, 0, 2, 1)), "S 0:0(0) <mss 1460>").ExpectNothing(3000);
        Assert.Equal(1, script.AllDrops);
    }

    [Fact]
    public void One_packet_kills_sack_blocks_that_overflow_are_survived()
    {
        var script = Established().Write(5000).IgnoreSent();
        foreach (string blocks in (string[])["4294967295:0", "0:4294967295", "5001:1", "1:1", "100:50 50:100", "1:2 3:4 5:6 7:8", "2147483648:2147483647"])
            script.Inject($". 1:1(0) ack 1 <nop,nop,sack {blocks}>");
        script.Inject(". 1:1(0) ack 5001").IgnoreSent().ExpectState("established");
    }

    public static TheoryData<NetworkErrorKind, int> ErrorsAndSteps => new(
        from kind in new[] { NetworkErrorKind.UnreachablePort, NetworkErrorKind.UnreachableHost, NetworkErrorKind.MessageSize, NetworkErrorKind.TransitTimeExceeded }
        from step in Enumerable.Range(0, 4)
        select (kind, step));

    [Theory]
    [MemberData(nameof(ErrorsAndSteps))]
    public void ICMP_error_racing_the_handshake(NetworkErrorKind kind, int step)
    {
        var script = Connecting().Expect("S 0:0(0)");
        if (step == 0)
            script.InjectError(kind, "S 0:0(0)", 576);
        bool isOver = step == 0 && kind == NetworkErrorKind.UnreachablePort;
        if (isOver)
        {
            script.ExpectError(SocketError.ConnectionRefused).ExpectError(SocketError.Success).Inject("S. 0:0(0) ack 1 <mss 1460>").Expect("R 1:1(0)");
            return;
        }

        script.Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>").Expect(". 1:1(0) ack 1");
        if (step == 1)
            script.InjectError(kind, "S 0:0(0)", 576); // too late
        script.Write(100).Expect("P. 1:101(100)");
        if (step == 2)
            script.InjectError(kind, "P. 1:101(100)", 576).IgnoreSent();
        script.Inject(". 1:1(0) ack 101");
        if (step == 3)
            script.InjectError(kind, "P. 1:101(100)", 576); // too late again
        script.ExpectError(SocketError.Success).ExpectState("established");
    }

    [Fact]
    public void Timer_fires_after_teardown_at_no_millisecond_of_a_connection()
    {
        for (int tick = 0; tick < 400; tick += tick < 60 ? 1 : 20)
        {
            using var script = TcpScript.Established().SetOption(SocketOption.KeepAlive, 1).SetOption(TcpOption.KeepIdle, 1);
            script.Write(3000).Inject("P. 1:101(100) ack 1").Advance(tick);
            script.IgnoreSent().Abort().IgnoreSent().ExpectNothing(100_000);
        }
    }

    [Fact]
    public void Receive_window_closes_and_reopens_for_segments_of_one_octet()
    {
        var script = Established(new() { ReceiveBuffer = 2048 });
        uint next = 1;
        for (; next <= 2048; next++)
            script.Inject($"P. {next}:{next + 1}(1) ack 1").IgnoreSent();
        script.Inject($"P. {next}:{next + 1}(1) ack 1").Expect($". 1:1(0) ack {next} win 0").Read(2048).Expect($". 1:1(0) ack {next} win 2048");
        script.Inject($"P. {next}:{next + 1000}(1000) ack 1").Advance(100).IgnoreSent().Read(1000).IgnoreSent();
    }

    [Fact]
    public void Silly_window_rule_too_strict_for_a_small_receiver_behind_a_large_mtu()
    {
        // A peer whose window is never worth a segment of ours must get its data all the same.
        var script = Established(new() { Mtu = 65000, Options = "mss 64960", Window = 4096 }).Write(20000).Expect(". 1:4097(4096)");
        for (uint next = 4097; next < 16385; next += 4096)
            script.Inject($". 1:1(0) ack {next} win 4096").Expect($". {next}:{next + 4096}(4096)");
        script.Inject(". 1:1(0) ack 16385 win 4096").Inject(". 1:1(0) ack 20001").IgnoreSent();
    }

    [Fact]
    public void Silly_window_rule_too_strict_for_a_small_buffer_of_ours_behind_a_large_mtu()
    {
        var script = Established(new() { Mtu = 65000, Options = "mss 64960", ReceiveBuffer = 4096 });
        for (uint next = 1; next < 40961; next += 4096)
            script.Inject($"P. {next}:{next + 4096}(4096) ack 1").Advance(50).IgnoreSent().Read(4096).Expect($". 1:1(0) ack {next + 4096} win 4096");
    }

    [Fact]
    public void Pool_exhausted_stalls_end_when_there_is_memory_again()
    {
        var script = Established().Write(100).Expect("P. 1:101(100)");
        using (script.UseUpBuffers())
            script.ExpectNothing(5000);
        script.ExpectAfter(5000, "P. 1:101(100)", tolerance: 5000).Inject(". 1:1(0) ack 101").ExpectNothing(5000);
    }

    [Fact]
    public void SACK_panic_a_tiny_maximum_segment_size_has_a_floor() => Established(new() { Options = "mss 8" })
        .Write(1000)
        .Expect(". 1:89(88)")
        .IgnoreSent()
        .Abort().IgnoreSent();

    [Fact]
    public void SegmentSmack_out_of_order_segments_of_one_octet_are_bounded()
    {
        var script = Established();
        for (uint i = 0; i < 20_000; i++)
            script.Inject($". {3 + (2 * i)}:{4 + (2 * i)}(1) ack 1").IgnoreSent();
        Assert.InRange(script.Information().OutOfOrderSegments, 1, 256);
        Assert.InRange(script.BuffersInUse, 1, 300);
        script.Inject("P. 1:3(2) ack 1").IgnoreSent().Read(3).IgnoreSent().Advance(100).IgnoreSent();
        script.Abort().IgnoreSent();
    }

    [Fact]
    public void A_sender_that_ignores_our_window_on_a_thousand_connections_stays_within_their_buffers()
    {
        var first = Established(new() { ReceiveBuffer = 4096, Backlog = 4096 });
        var scripts = new List<TcpScript> { first };
        for (int i = 1; i < 1000; i++)
            scripts.Add(first.Another(i).Handshake().Accept());
        foreach (var script in scripts)
        {
            for (uint next = 1; next < 20_000; next += 1460)
                script.Inject($". {next}:{next + 1460}(1460) ack 1");
            script.IgnoreSent().ExpectReadable(4096);
        }

        Assert.InRange(first.BufferOctetsInUse, 1, 1000 * 4 * 2048);
        foreach (var script in scripts)
            script.Abort().IgnoreSent();
    }

    [Fact]
    public void Numbers_of_one_connection_stay_monotonic_when_it_is_opened_again()
    {
        var script = Listening();
        uint last = 0;
        for (int i = 0; i < 20; i++)
        {
            uint number = 0;
            script.Inject("S 0:0(0) <mss 1460>").ForEachSent(s => number = s.Sequence.Value).Inject("R 1:1(0)").Advance(10);
            Assert.True(i == 0 || number - last is > 0 and < 10_000);
            last = number;
        }
    }
}
