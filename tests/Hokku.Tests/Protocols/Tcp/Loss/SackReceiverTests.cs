using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>What we tell a peer about text that came out of order or twice (RFC 2018, RFC 2883).</summary>
public sealed class SackReceiverTests : TcpScriptTests
{
    private static readonly ScriptOptions Selective = new() { Options = "mss 1000,sackOK" };

    [Fact]
    [Requirement("RFC 2018", "2")]
    public void Selective_acknowledgments_are_agreed_on_with_a_peer_that_offers_them()
    {
        Listening().Inject("S 0:0(0) win 65535 <mss 1000,sackOK>").Expect("S. 0:0(0) ack 1 win 65535 <mss 1460,nop,nop,sackOK>").Inject("R 1:1(0)");
        Listening().Inject("S 0:0(0) win 65535 <mss 1000>").Expect("S. 0:0(0) ack 1 win 65535 <mss 1460>").Inject("R 1:1(0)");
        Listening(new() { Tcp = new() { SelectiveAcknowledgments = false } })
            .Inject("S 0:0(0) win 65535 <mss 1000,sackOK>").Expect("S. 0:0(0) ack 1 win 65535 <mss 1460>").Inject("R 1:1(0)");
    }

    [Fact]
    [Requirement("RFC 2018", "2")]
    public void Nothing_is_reported_to_a_peer_that_did_not_offer() => Established()
        .Inject(". 1001:2001(1000) ack 1").Expect(". 1:1(0) ack 1 <>");

    [Fact]
    [Requirement("RFC 2018", "4")]
    public void The_block_of_the_latest_segment_comes_first() => Established(Selective)
        .Inject(". 1001:2001(1000) ack 1").Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:2001>")
        .Inject(". 3001:4001(1000) ack 1").Expect(". 1:1(0) ack 1 <nop,nop,sack 3001:4001 1001:2001>")
        .Inject(". 5001:6001(1000) ack 1").Expect(". 1:1(0) ack 1 <nop,nop,sack 5001:6001 3001:4001 1001:2001>")
        .Inject(". 2001:3001(1000) ack 1").Expect(". 1:1(0) ack 1 <nop,nop,sack 1001:4001 5001:6001>")
        .Inject(". 1:1001(1000) ack 1").Expect(". 1:1(0) ack 4001 <nop,nop,sack 5001:6001>")
        .Inject(". 4001:5001(1000) ack 1").Expect(". 1:1(0) ack 6001 <>")
        .Read(6000);

    [Fact]
    [Requirement("RFC 2018", "3")]
    public void With_timestamps_there_is_room_for_three_blocks()
    {
        var script = Established(new() { Options = "mss 1000,sackOK,TS val 1000 ecr 0", AcknowledgmentOptions = "TS val 1001 ecr 1" });
        for (int i = 0; i < 4; i++)
            script.Inject($". {2001 + (i * 2000)}:{3001 + (i * 2000)}(1000) ack 1 <nop,nop,TS val 1002 ecr 1>");
        script.IgnoreSent()
            .Inject(". 10001:11001(1000) ack 1 <nop,nop,TS val 1002 ecr 1>")
            .Expect(". 1:1(0) ack 1 <nop,nop,TS val 1 ecr 1001,nop,nop,sack 10001:11001 8001:9001 6001:7001>");
    }

    [Fact]
    [Requirement("RFC 2018", "4")]
    public void Four_blocks_find_room_without_timestamps()
    {
        var script = Established(Selective);
        for (int i = 0; i < 5; i++)
            script.Inject($". {2001 + (i * 2000)}:{3001 + (i * 2000)}(1000) ack 1");
        script.IgnoreSent().Inject(". 12001:13001(1000) ack 1")
            .Expect(". 1:1(0) ack 1 <nop,nop,sack 12001:13001 10001:11001 8001:9001 6001:7001>");
    }

    [Fact]
    [Requirement("RFC 2883", "4")]
    public void What_came_twice_in_order_is_reported_once() => Established(Selective)
        .Inject(". 1:1001(1000) ack 1").Inject(". 1:1001(1000) ack 1").Expect(". 1:1(0) ack 1001 <nop,nop,sack 1:1001>")
        .Inject("P. 1001:1501(500) ack 1").ExpectAfter(40, ". 1:1(0) ack 1501 <>")
        .ExpectCounter("duplicates reported", 1)
        .Read(1500);

    [Fact]
    [Requirement("RFC 2883", "4.2")]
    public void A_partial_duplicate_is_reported_exactly() => Established(Selective)
        .Inject(". 1:1001(1000) ack 1").Inject(". 1001:1501(500) ack 1").IgnoreSent().Advance(60).IgnoreSent()
        .Inject(". 1001:2001(1000) ack 1").ExpectAfter(40, ". 1:1(0) ack 2001 <nop,nop,sack 1001:1501>")
        .Read(2000);

    [Fact]
    [Requirement("RFC 2883", "4.1.2")]
    public void What_came_twice_out_of_order_is_followed_by_its_block() => Established(Selective)
        .Inject(". 2001:3001(1000) ack 1").Expect(". 1:1(0) ack 1 <nop,nop,sack 2001:3001>")
        .Inject(". 3001:4001(1000) ack 1").Expect(". 1:1(0) ack 1 <nop,nop,sack 2001:4001>")
        .Inject(". 3001:4001(1000) ack 1").Expect(". 1:1(0) ack 1 <nop,nop,sack 3001:4001 2001:4001>");

    [Fact]
    [Requirement("RFC 2018", "4")]
    public void Segments_full_of_text_carry_no_blocks_and_small_ones_do() => Established(Selective)
        .Inject(". 1001:2001(1000) ack 1").IgnoreSent()
        .Write(1000).Expect("P. 1:1001(1000) ack 1 <>")
        .Inject(". 1:1(0) ack 1001").IgnoreSent()
        .Write(100).Expect("P. 1001:1101(100) ack 1 <nop,nop,sack 1001:2001>")
        .Abort().IgnoreSent();

    // Hazard: SegmentSmack. A hole every other octet costs a bounded number of islands, and blocks stay valid.
    [Fact]
    public void A_hole_every_other_octet_keeps_the_reports_valid()
    {
        var script = Established(Selective);
        for (int i = 0; i < 600; i++)
            script.Inject($". {3 + (2 * i)}:{4 + (2 * i)}(1) ack 1");
        int reports = 0;
        script.ForEachSent(segment =>
        {
            reports++;
            Assert.InRange(segment.Options.Sack.Count, 1, 4);
            for (int i = 0; i < segment.Options.Sack.Count; i++)
                Assert.Equal(1, segment.Options.Sack[i].Length);
        });
        Assert.Equal(600, reports);
    }
}
