using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>RACK-TLP (RFC 8985). The handshake took 100 ms.</summary>
public sealed class RackTests : LossScriptTests
{
    private const double RoundTrip = 100;

    [Fact]
    [Requirement("RFC 8985", "6.2-5")]
    [Requirement("RFC 8985", "6.2-10")]
    public void Three_segments_beyond_a_hole_repair_it_at_once() => Sending(10, 10, Timing, RoundTrip)
        .Advance(RoundTrip)
        .Inject(Sack(0, (1, 4))).Expect(New(0)).IgnoreSent()
        .ExpectCounter("recoveries from loss", 1)
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 8985", "6.2-6")]
    [Requirement("RFC 8985", "6.2-11")]
    [Requirement("RFC 8985", "8-1")]
    [Requirement("RFC 8985", "4-2")]
    [Requirement("RFC 8985", "6.2-2")]
    public void Fewer_segments_are_given_a_quarter_of_the_round_trip() => Sending(2, 2, Timing, RoundTrip)
        .Expect($"P. {Edge(2)}:{Edge(2) + 1}(1)")
        .Advance(RoundTrip)
        .Inject(Sack(0, (1, 2)))
        .ExpectAfter(RoundTrip / 4, New(0), tolerance: 3)
        .Inject($"{Ack(2)}").Inject($". 1:1(0) ack {Edge(2) + 1}").ExpectNothing(1000);

    [Fact]
    [Requirement("RFC 8985", "6.2-4")]
    public void What_comes_within_the_window_was_overtaken_and_is_not_sent_again() => Sending(2, 2, Timing, RoundTrip)
        .Expect($"P. {Edge(2)}:{Edge(2) + 1}(1)")
        .Advance(RoundTrip)
        .Inject(Sack(0, (1, 2)))
        .Advance(10)
        .Inject($". 1:1(0) ack {Edge(2) + 1}")
        .ExpectNothing(1000)
        .ExpectCounter("reorderings seen", 1)
        .ExpectCounter("segments retransmitted", 0);

    [Fact]
    [Requirement("RFC 8985", "6.2-12")]
    [Requirement("RFC 8985", "6.1-1")]
    public void A_retransmission_that_is_lost_is_sent_again_without_a_time_out() => Sending(30, 10, Timing, RoundTrip)
        .Advance(RoundTrip)
        .Inject(Sack(0, (1, 8))).Expect(New(0)).Expect(New(10)).IgnoreSent()
        .Advance(RoundTrip)
        .Inject(Sack(0, (1, 11))).Expect(New(0)).IgnoreSent()
        .ExpectCounter("retransmission time-outs", 0)
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 8985", "7.2-1")]
    [Requirement("RFC 8985", "7.2-2")]
    [Requirement("RFC 8985", "7.3-1")]
    [Requirement("RFC 8985", "7.4-1")]
    public void A_lost_tail_is_probed_for_after_two_round_trips()
    {
        var script = Sending(3, 3, Timing, RoundTrip).Expect($"P. {Edge(3)}:{Edge(3) + 1}(1)");
        long window = script.Information().CongestionWindow;
        script.ExpectAfter(2 * RoundTrip, $"P. {Edge(3)}:{Edge(3) + 1}(1)", tolerance: 3)
            .Write(Segment).IgnoreSent().Inject($". 1:1(0) ack {Edge(4) + 1}")
            .ExpectCounter("tail losses repaired by probes", 1);
        Assert.True(script.Information().CongestionWindow < window);
        script.ExpectNothing(1000);
    }

    [Fact]
    [Requirement("RFC 8985", "7.3-2")]
    [Requirement("RFC 8985", "7.3-3")]
    [Requirement("RFC 8985", "9.3-1")]
    public void A_probe_without_answer_is_followed_by_the_time_out() => Probed()
        .ExpectAfter(300, ". 2:1002(1000)", tolerance: 30)
        .ExpectCounter("tail loss probes sent", 1)
        .ExpectCounter("retransmission time-outs", 1)
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 8985", "7.4-2")]
    public void A_probe_that_was_not_needed_lowers_nothing()
    {
        var script = Probed();
        long window = script.Information().CongestionWindow;
        script.Inject(Ack(3)).Inject($"{Ack(3)} <nop,nop,sack {Edge(2) + 1}:{Edge(3)}>");
        Assert.True(script.Information().CongestionWindow >= window);
        script.ExpectCounter("tail losses repaired by probes", 0).ExpectNothing(1000);
    }

    [Fact]
    [Requirement("RFC 8985", "7.2-3")]
    public void A_single_segment_waits_for_the_peers_delayed_acknowledgment() => Sending(0, 0, Timing, RoundTrip)
        .Expect("P. 1:2(1)")
        .ExpectAfter((2 * RoundTrip) + 100, "P. 1:2(1)", tolerance: 5)
        .Inject(". 1:1(0) ack 2");

    [Fact]
    [Requirement("RFC 8985", "4-1")]
    public void Without_selective_acknowledgments_there_are_no_probes() =>
        Established().Write(1000).Expect("P. 1:1001(1000)").ExpectAfter(201, "P. 1:1001(1000)")
            .ExpectCounter("tail loss probes sent", 0).ExpectCounter("retransmission time-outs", 1).Inject(". 1:1(0) ack 1001");

    // Three segments, all of them lost or their acknowledgments; the probe has gone.
    private TcpScript Probed()
    {
        var script = Sending(0, 0, Timing, RoundTrip).Expect("P. 1:2(1)").Advance(RoundTrip).Inject(". 1:1(0) ack 2").IgnoreSent();
        return script.Write((3 * Segment) - 1).IgnoreSent()
            .ExpectAfter(2 * RoundTrip, $"P. {Edge(2) + 1}:{Edge(3)}(999)", tolerance: 5);
    }
}
