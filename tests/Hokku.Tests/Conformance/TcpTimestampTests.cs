using Hokku.Abstractions;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Window scaling and timestamps (RFC 7323).</summary>
public sealed class TcpTimestampTests : TcpScriptTests
{
    private static ScriptOptions Clocked => new() { Options = "mss 1460,nop,nop,TS val 1000 ecr 0", AcknowledgmentOptions = "nop,nop,TS val 1000 ecr 1" };

    [Fact]
    [Requirement("RFC 7323", "2.2-1")]
    [Requirement("RFC 7323", "2.2-2")]
    public void A_scale_is_offered_and_used_when_the_peer_has_one() => Listening()
        .Inject("S 0:0(0) win 100 <mss 1460,nop,wscale 3>")
        .Expect("S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 7>")
        .Inject(". 1:1(0) ack 1 win 1000")
        .Accept()
        .ExpectInformation(i => i.SendWindow, 8000)
        .Inject("P. 1:1001(1000) ack 1 win 1000")
        .ExpectAfter(40, ". 1:1(0) ack 1001 win 2040") // 262144 octets of buffer less 1000, shifted by 7
        .Read(1000);

    [Fact]
    [Requirement("RFC 7323", "2.2-3")]
    public void A_window_in_a_syn_is_not_scaled() => Listening()
        .Inject("S 0:0(0) win 100 <mss 1460,nop,wscale 10>")
        .Expect("S. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 2")
        .Accept()
        .ExpectInformation(i => i.SendWindow, 2048);

    [Fact]
    [Requirement("RFC 7323", "2.3-3")]
    public void A_scale_above_14_counts_as_14() => Listening()
        .InjectOctets([0x9C, 0x40, 0x1F, 0x90, 0xFF, 0xFF, 0xFD, 0x00, 0, 0, 0, 0, 0x60, 2, 0, 100, 0, 0, 0, 0, 1, 3, 3, 250])
        .Expect("S. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 1")
        .Accept()
        .ExpectInformation(i => i.SendWindow, 1 << 14);

    [Fact]
    [Requirement("RFC 7323", "3.2-1")]
    [Requirement("RFC 7323", "3.2-2")]
    public void Timestamps_are_echoed() => Established(Clocked)
        .Inject("P. 1:101(100) ack 1 <nop,nop,TS val 1234 ecr 1>")
        .ExpectAfter(40, ". 1:1(0) ack 101 <nop,nop,TS val 41 ecr 1234>")
        .Read(100);

    [Fact]
    [Requirement("RFC 7323", "4.3-1")]
    public void The_timestamp_of_the_segment_that_was_acknowledged_last_is_echoed() => Established(Clocked)
        .Inject(". 1:101(100) ack 1 <nop,nop,TS val 1100 ecr 1>")
        .Inject(". 101:201(100) ack 1 <nop,nop,TS val 1200 ecr 1>")
        .ExpectAfter(40, ". 1:1(0) ack 201 <nop,nop,TS val 41 ecr 1100>")
        .Read(200);

    [Fact]
    [Requirement("RFC 7323", "4.3-2")]
    public void A_segment_out_of_order_does_not_change_the_echo() => Established(Clocked)
        .Inject(". 101:201(100) ack 1 <nop,nop,TS val 1200 ecr 1>")
        .Expect(". 1:1(0) ack 1 <nop,nop,TS val 1 ecr 1000>")
        .Inject(". 1:101(100) ack 1 <nop,nop,TS val 1300 ecr 1>")
        .Expect(". 1:1(0) ack 201 <nop,nop,TS val 1 ecr 1300>")
        .Read(200);

    [Fact]
    [Requirement("RFC 7323", "5.3-1")]
    public void A_segment_with_an_old_timestamp_is_an_old_duplicate() => Established(Clocked)
        .Inject("P. 1:101(100) ack 1 <nop,nop,TS val 999 ecr 1>")
        .Expect(". 1:1(0) ack 1 <nop,nop,TS val 1 ecr 1000>")
        .ExpectDrop(DropReason.PawsRejected)
        .ExpectReadable(0);

    [Fact]
    [Requirement("RFC 7323", "5.5-1")]
    public void After_24_days_of_silence_an_old_timestamp_may_be_a_new_one() => Established(Clocked)
        .Advance(TimeSpan.FromDays(25))
        .Inject("P. 1:101(100) ack 1 <nop,nop,TS val 999 ecr 1>")
        .Read(100)
        .Advance(40)
        .IgnoreSent();

    [Fact]
    [Requirement("RFC 7323", "3.2-4")]
    [Requirement("RFC 7323", "3.2-5")]
    public void A_segment_without_the_agreed_timestamp_is_dropped() => Established(Clocked)
        .Inject("P. 1:101(100) ack 1")
        .ExpectNothing(1000)
        .ExpectDrop(DropReason.PawsRejected)
        .ExpectReadable(0);

    [Fact]
    [Requirement("RFC 7323", "3.2-4")]
    public void A_reset_needs_no_timestamp() => Established(Clocked)
        .Inject("R 1:1(0)")
        .ExpectError(System.Net.Sockets.SocketError.ConnectionReset);

    [Fact]
    [Requirement("RFC 7323", "4.1-1")]
    public void A_retransmitted_segment_is_measured_by_its_timestamp() => Established(Clocked)
        .Write(100)
        .Expect("P. 1:101(100) <nop,nop,TS val 1 ecr 1000>")
        .ExpectAfter(201, "P. 1:101(100) <nop,nop,TS val 202 ecr 1000>")
        .Advance(99)
        .Inject(". 1:1(0) ack 101 <nop,nop,TS val 1300 ecr 202>")
        .ExpectInformation(i => i.RoundTripTime, 13_250); // 7/8 of 1 ms and 1/8 of 99 ms

    [Fact]
    [Requirement("RFC 7323", "7-1")]
    public void Clocks_of_different_connections_have_nothing_in_common()
    {
        var script = Listening();
        var clocks = new List<uint>();
        for (int i = 0; i < 20; i++)
            script.Another(i).Inject("S 0:0(0) <mss 1460,nop,nop,TS val 1 ecr 0>").ForEachSent(s => clocks.Add(s.Options.Timestamps!.Value.Value));
        var distances = clocks.Zip(clocks.Skip(1), static (a, b) => Math.Abs((long)a - b));
        Assert.All(distances, d => Assert.True(d > 1000));
    }
}
