using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>What was sent again without need is noticed, and the window given back (RFC 5682, RFC 3522, RFC 4015, RFC 2883).</summary>
public sealed class SpuriousTests : LossScriptTests
{
    [Fact]
    [Requirement("RFC 5682", "3")]
    public void A_time_out_after_which_originals_arrive_is_undone()
    {
        var script = Sending(20, 10, Timing, roundTrip: 100).Advance(10);
        long window = script.Information().CongestionWindow;
        script.Advance(1500).IgnoreSent()
            .ExpectCounter("retransmission time-outs", 2)
            .Inject(Ack(1)).IgnoreSent()
            .Inject(Ack(2)).IgnoreSent()
            .ExpectCounter("retransmission time-outs undone", 0);
        Assert.True(script.Information().CongestionWindow < window);

        // The first time-out only is looked into; here it comes late, and its probe has been answered.
        var other = Delayed();
        Assert.True(other.Information().CongestionWindow >= window);
        other.ExpectCounter("retransmission time-outs undone", 1).Abort().IgnoreSent();
        script.Abort().IgnoreSent();
    }

    [Fact]
    [Requirement("RFC 5682", "3")]
    public void A_time_out_after_which_the_peer_reports_holes_was_right() => TimedOut()
        .Inject(Ack(1)).IgnoreSent()
        .Inject(Sack(1, (11, 12))).Expect(New(1)).IgnoreSent()
        .ExpectCounter("retransmission time-outs undone", 0)
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3522", "3.2")]
    [Requirement("RFC 4015", "3")]
    public void An_echo_from_before_the_retransmission_undoes_a_recovery()
    {
        var script = Listening(new() { Tcp = Timing })
            .Inject($"S 0:0(0) win 65535 <mss {Segment + 12},sackOK,TS val 1000 ecr 0>").Expect("S. 0:0(0) ack 1")
            .Advance(100).Inject(". 1:1(0) ack 1 win 65535 <nop,nop,TS val 1100 ecr 1>").Accept()
            .Write(20 * Segment).IgnoreSent()
            .Advance(100);
        long window = script.Information().CongestionWindow;
        script.Inject(Stamped(0, "ecr 101", (1, 6))).IgnoreSent()
            .ExpectCounter("recoveries from loss", 1)
            .ExpectInformation(i => i.RecoveryState, 3)
            .Advance(2)
            .Inject(Stamped(6, "ecr 101")).IgnoreSent()
            .ExpectCounter("recoveries from loss undone", 1)
            .ExpectInformation(i => i.RecoveryState, 0);
        Assert.True(script.Information().CongestionWindow >= window);
        script.Abort().IgnoreSent();
    }

    [Fact]
    [Requirement("RFC 2883", "5")]
    [Requirement("RFC 8985", "4-3")]
    [Requirement("RFC 8985", "6.2-7")]
    public void Duplicates_of_all_that_was_sent_again_undo_a_recovery()
    {
        var script = Sending(20, 10, Timing, roundTrip: 100).Advance(100);
        long window = script.Information().CongestionWindow;
        script.Inject(Sack(0, (1, 6))).IgnoreSent().ExpectCounter("recoveries from loss", 1)
            .Advance(5).Inject(Ack(6)).IgnoreSent()
            .Advance(5).Inject($"{Ack(6)} <nop,nop,sack {Edge(0)}:{Edge(1)}>").IgnoreSent()
            .ExpectCounter("duplicates reported by peers", 1)
            .ExpectCounter("recoveries from loss undone", 1);
        Assert.True(script.Information().CongestionWindow >= window);
        script.Abort().IgnoreSent();
    }

    // Hazard: a peer that reports duplicates of what was sent once, or never.
    [Fact]
    public void Duplicates_of_what_was_never_sent_again_undo_nothing()
    {
        var script = Sending(20, 10, Timing, roundTrip: 100).Advance(100);
        long window = script.Information().CongestionWindow;
        script.Inject(Ack(5)).IgnoreSent();
        for (int i = 0; i < 20; i++)
            script.Inject($"{Ack(5)} <nop,nop,sack {Edge(0)}:{Edge(1)}>").IgnoreSent();
        script.ExpectCounter("recoveries from loss undone", 0);
        Assert.InRange(script.Information().CongestionWindow, window, 2 * window);
        script.Abort().IgnoreSent();
    }

    private static string Stamped(int segment, string echo, params (int From, int To)[] blocks)
    {
        string sack = blocks.Length == 0 ? "" : $",nop,nop,sack {string.Join(' ', blocks.Select(b => $"{Edge(b.From)}:{Edge(b.To)}"))}";
        return $"{Ack(segment)} <nop,nop,TS val 1200 {echo}{sack}>";
    }

    // The probe for a lost tail, and the time-out after it.
    private TcpScript TimedOut() => Sending(20, 10, Timing, roundTrip: 100)
        .Advance(205).IgnoreSent()
        .Advance(310).IgnoreSent()
        .ExpectCounter("retransmission time-outs", 1);

    // After the time-out the acknowledgments of the originals come, one by one.
    private TcpScript Delayed() => TimedOut()
        .Inject(Ack(1)).IgnoreSent()
        .Inject(Ack(2)).IgnoreSent();
}
