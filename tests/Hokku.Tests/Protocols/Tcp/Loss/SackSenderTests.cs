using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>Recovery by counting what a peer acknowledges selectively (RFC 6675), at a proportional rate (RFC 6937).</summary>
public sealed class SackSenderTests : LossScriptTests
{
    [Fact]
    [Requirement("RFC 6675", "4-2")]
    [Requirement("RFC 6675", "4-4")]
    [Requirement("RFC 6675", "5-3")]
    [Requirement("RFC 6675", "5-7")]
    [Requirement("RFC 6675", "5-9")]
    [Requirement("RFC 6675", "5-10")]
    public void Holes_are_repaired_lowest_first_and_nothing_else_is_sent_again() => Sending(20, 10, Counting)
        .Inject(Sack(0, (1, 2))).Expect(New(10))
        .Inject(Sack(0, (3, 4), (1, 2))).Expect(New(11))
        .Inject(Sack(0, (5, 6), (3, 4), (1, 2))).Expect(New(0))
        .ExpectInformation(i => i.SelectivelyAcknowledged, 3 * Segment)
        .Inject(Sack(0, (5, 7), (3, 4), (1, 2)))
        .Inject(Sack(0, (5, 8), (3, 4), (1, 2)))
        .Inject(Sack(0, (5, 9), (3, 4), (1, 2))).Expect(New(2))
        .Inject(Sack(0, (5, 12), (3, 4), (1, 2))).Expect(New(4)).Expect(New(12)).Expect(New(13))
        .Inject(Sack(2, (5, 12), (3, 4)))
        .IgnoreSent()
        .Inject(Ack(13))
        .IgnoreSent()
        .ExpectCounter("fast retransmits", 3)
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 6675", "2-1")]
    [Requirement("RFC 6675", "5-2")]
    [Requirement("RFC 6675", "5-11")]
    public void Duplicates_without_news_begin_no_recovery()
    {
        var script = Sending(20, 10, Counting).Inject(Sack(0, (1, 2))).Expect(New(10));
        for (int i = 0; i < 5; i++)
            script.Inject(Sack(0, (1, 2)));
        script.ExpectNothing();
        for (int i = 0; i < 5; i++)
            script.Inject(Ack(0));
        script.ExpectNothing().ExpectCounter("recoveries from loss", 0).Abort().IgnoreSent();
    }

    [Fact]
    [Requirement("RFC 6675", "5-4")]
    [Requirement("RFC 3042", "2")]
    public void Before_recovery_what_the_peer_has_admits_new_data() => Sending(20, 10, Counting)
        .Inject(Sack(0, (1, 2))).Expect(New(10))
        .Inject(Sack(0, (1, 3))).Expect(New(11))
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 6675", "5.1-1")]
    [Requirement("RFC 6675", "5.1-2")]
    public void After_a_time_out_what_the_peer_has_is_not_sent_again() => Sending(10, 10, Counting)
        .Inject(Sack(0, (2, 4))).IgnoreSent()
        .ExpectAfter(201, New(0))
        .Inject(Ack(1)).IgnoreSent()
        .ExpectCounter("recoveries from loss", 0)
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 6675", "5-5")]
    [Requirement("RFC 6937", "3.1")]
    public void Recovery_brings_the_window_to_the_threshold()
    {
        var script = Sending(40, 10, Counting).Inject(Sack(0, (1, 4))).IgnoreSent();
        script.ExpectCounter("recoveries from loss", 1);
        long threshold = script.Information().SlowStartThreshold;
        for (int i = 5; i < 10; i++)
        {
            script.Inject(Sack(0, (1, i))).IgnoreSent();
            Assert.True(script.Information().CongestionWindow <= 10 * Segment);
        }

        script.Inject(Ack(13)).IgnoreSent();
        Assert.Equal(threshold, script.Information().CongestionWindow);
        script.Abort().IgnoreSent();
    }

    // Hazard: blocks of what was never sent, below SND.UNA, upside down, and half acknowledged.
    [Theory]
    [InlineData("11000:12001")]
    [InlineData("4294960000:4294961000")]
    [InlineData("3001:2001")]
    [InlineData("1:3001")]
    [InlineData("2147480000:2147490000")]
    [Requirement("RFC 6675", "5-1")]
    public void Blocks_that_no_honest_peer_sends_are_not_believed(string block)
    {
        var script = Sending(10, 10, Timing, roundTrip: 100);
        for (int i = 0; i < 5; i++)
            script.Inject($". 1:1(0) ack 1 win 65535 <nop,nop,sack {block}>");
        script.ExpectNothing(50)
            .ExpectInformation(i => i.SelectivelyAcknowledged, 0)
            .ExpectCounter("recoveries from loss", 0)
            .Inject(Ack(10)).Expect($"P. {Edge(10)}:{Edge(10) + 1}(1)")
            .Inject($". 1:1(0) ack {Edge(10) + 1}");
    }

    // Hazard: CVE-2019-11477 to 11479. A block an octet wide splits nothing.
    [Fact]
    public void A_block_of_one_octet_counts_for_nothing()
    {
        var script = Sending(10, 10, Timing, roundTrip: 100);
        for (uint i = 0; i < 400; i++)
            script.Inject($". 1:1(0) ack 1 win 65535 <nop,nop,sack {1002 + (2 * i)}:{1003 + (2 * i)}>");
        script.ExpectNothing().ExpectInformation(i => i.SelectivelyAcknowledged, 0).Abort().IgnoreSent();
    }

    // Hazard: a peer that throws away what it said it has (RFC 2018, 8).
    [Fact]
    [Requirement("RFC 2018", "8")]
    public void A_peer_may_take_back_what_it_acknowledged_selectively()
    {
        var script = Sending(10, 10, Timing, roundTrip: 100).Inject(Sack(0, (1, 10))).IgnoreSent();
        script.Inject(Ack(1)).IgnoreSent().Advance(1000);
        int again = 0;
        script.ForEachSent(segment => again += segment.PayloadLength);
        Assert.True(again > 0);
        script.ExpectCounter("selective acknowledgments taken back", 1);
        for (int i = 2; i <= 10; i++)
            script.Inject(Ack(i)).IgnoreSent();
        script.Inject($". 1:1(0) ack {Edge(10) + 1}").ExpectInformation(i => i.Unacknowledged, 0).ExpectNothing(3000);
    }
}
