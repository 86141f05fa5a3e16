using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>When what was received is acknowledged (RFC 9293, 3.8.6.3; RFC 5681, 4.2).</summary>
public sealed class TcpAcknowledgmentTests : TcpScriptTests
{
    [Fact]
    [Requirement("RFC 9293", "SHLD-18")]
    [Requirement("RFC 9293", "MUST-40")]
    public void A_single_segment_is_acknowledged_after_a_short_delay() => Established()
        .Inject("P. 1:101(100) ack 1")
        .ExpectNothing(30)
        .ExpectAfter(10, ". 1:1(0) ack 101")
        .Read(100);

    [Fact]
    [Requirement("RFC 9293", "SHLD-19")]
    public void Every_second_full_segment_is_acknowledged_at_once() => Established()
        .Inject(". 1:1461(1460) ack 1").ExpectNothing()
        .Inject(". 1461:2921(1460) ack 1").Expect(". 1:1(0) ack 2921")
        .Inject(". 2921:4381(1460) ack 1").ExpectNothing()
        .Inject("P. 4381:5841(1460) ack 1").Expect(". 1:1(0) ack 5841")
        .Read(5840);

    [Fact]
    [Requirement("RFC 9293", "MUST-58")]
    [Requirement("RFC 9293", "MUST-59")]
    public void A_batch_of_segments_is_acknowledged_once() => Established()
        .InjectBatch(". 1:1461(1460) ack 1", ". 1461:2921(1460) ack 1", ". 2921:4381(1460) ack 1", ". 4381:5841(1460) ack 1", "P. 5841:7301(1460) ack 1")
        .Expect(". 1:1(0) ack 7301")
        .ExpectNothing(1000)
        .Read(7300);

    [Fact]
    [Requirement("RFC 9293", "MUST-58")]
    public void An_answer_carries_the_acknowledgment() => Established()
        .Inject("P. 1:101(100) ack 1")
        .Read(100)
        .Write(200)
        .Expect("P. 1:201(200) ack 101")
        .Inject(". 101:101(0) ack 201")
        .ExpectNothing(1000);

    [Fact]
    [Requirement("RFC 9293", "SHLD-31")]
    [Requirement("RFC 9293", "MAY-13")]
    [Requirement("RFC 5681", "3.2-1")]
    [Requirement("RFC 5681", "3.2-2")]
    public void Segments_out_of_order_are_kept_and_each_is_acknowledged() => Established()
        .Inject(". 1001:2001(1000) ack 1").Expect(". 1:1(0) ack 1")
        .Inject(". 3001:4001(1000) ack 1").Expect(". 1:1(0) ack 1")
        .Inject(". 2001:3001(1000) ack 1").Expect(". 1:1(0) ack 1")
        .ExpectReadable(0)
        .Inject(". 1:1001(1000) ack 1").Expect(". 1:1(0) ack 4001")
        .Read(4000);

    [Fact]
    [Requirement("RFC 9293", "MAY-13")]
    public void Each_of_a_batch_that_is_out_of_order_is_acknowledged() => Established()
        .InjectBatch(". 1001:2001(1000) ack 1", ". 2001:3001(1000) ack 1", ". 3001:4001(1000) ack 1")
        .Expect(". 1:1(0) ack 1").Expect(". 1:1(0) ack 1").Expect(". 1:1(0) ack 1")
        .Inject("P. 1:1001(1000) ack 1").Expect(". 1:1(0) ack 4001")
        .Read(4000);

    [Fact]
    public void Text_that_overlaps_is_delivered_once() => Established()
        .Inject(". 1:101(100) ack 1")
        .Inject(". 51:151(100) ack 1")
        .Inject(". 301:401(100) ack 1")
        .Inject(". 201:351(150) ack 1")
        .Inject("P. 101:251(150) ack 1")
        .Read(400)
        .ReadFails()
        .IgnoreSent()
        .Advance(100)
        .IgnoreSent();

    [Fact]
    public void Old_text_is_acknowledged_again() => Established()
        .Inject("P. 1:101(100) ack 1")
        .ExpectAfter(40, ". 1:1(0) ack 101")
        .Inject("P. 1:101(100) ack 1")
        .Expect(". 1:1(0) ack 101")
        .ExpectDrop(DropReason.OldDuplicate)
        .Read(100)
        .ReadFails();

    [Fact]
    public void A_fin_out_of_order_waits_for_its_turn() => Established()
        .Inject("F. 101:101(0) ack 1")
        .Expect(". 1:1(0) ack 1")
        .ExpectState("established")
        .Inject("P. 1:101(100) ack 1")
        .Expect(". 1:1(0) ack 102")
        .ExpectState("close-wait")
        .Read(100)
        .ReadEnd();

    [Fact]
    public void Quick_acknowledgment_can_be_asked_for() => Established()
        .SetOption(TcpOption.QuickAck, 1)
        .Inject("P. 1:101(100) ack 1")
        .Expect(". 1:1(0) ack 101")
        .Read(100);
}
