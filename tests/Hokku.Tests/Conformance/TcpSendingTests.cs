using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>What is sent and when: push, Nagle, silly windows (RFC 9293, 3.7.4, 3.8.6.2.1, 3.9.1.2).</summary>
public sealed class TcpSendingTests : TcpScriptTests
{
    [Fact]
    [Requirement("RFC 9293", "SHLD-7")]
    [Requirement("RFC 9293", "MAY-16")]
    [Requirement("RFC 9293", "SHLD-27")]
    public void Small_writes_wait_for_an_acknowledgment_and_go_together() => Established()
        .Write(10)
        .Expect("P. 1:11(10)")
        .Write(10).Write(10).Write(10)
        .ExpectNothing(150)
        .Inject(". 1:1(0) ack 11")
        .Expect("P. 11:41(30)")
        .Inject(". 1:1(0) ack 41");

    [Fact]
    [Requirement("RFC 9293", "MUST-17")]
    public void Nagles_algorithm_can_be_turned_off() => Established()
        .SetOption(TcpOption.NoDelay, 1)
        .Write(10).Expect("P. 1:11(10)")
        .Write(10).Expect("P. 11:21(10)")
        .Write(10).Expect("P. 21:31(10)")
        .Inject(". 1:1(0) ack 31");

    [Fact]
    [Requirement("RFC 9293", "SHLD-7")]
    public void Full_segments_do_not_wait() => Established()
        .Write(2000)
        .Expect(". 1:1461(1460)")
        .Inject(". 1:1(0) ack 1461")
        .Expect("P. 1461:2001(540)")
        .Inject(". 1:1(0) ack 2001");

    [Fact]
    [Requirement("RFC 9293", "MUST-60")]
    [Requirement("RFC 9293", "MUST-61")]
    public void The_last_segment_of_what_is_queued_is_pushed() => Established()
        .Write(2920)
        .Expect(". 1:1461(1460)")
        .Expect("P. 1461:2921(1460)")
        .Inject(". 1:1(0) ack 2921");

    [Fact]
    [Requirement("RFC 9293", "MUST-60")]
    public void What_is_corked_goes_at_last() => Established()
        .SetOption(TcpOption.Cork, 1)
        .Write(100)
        .ExpectNothing(100)
        .ExpectAfter(100, "P. 1:101(100)")
        .Inject(". 1:1(0) ack 101")
        .Write(100)
        .ExpectNothing()
        .SetOption(TcpOption.Cork, 0)
        .Expect("P. 101:201(100)")
        .Inject(". 1:1(0) ack 201");

    [Fact]
    public void More_to_come_holds_a_partial_segment_back() => Established()
        .Write(100, MessageFlags.More)
        .ExpectNothing()
        .Write(100)
        .Expect("P. 1:201(200)")
        .Inject(". 1:1(0) ack 201");

    [Fact]
    [Requirement("RFC 9293", "MUST-38")]
    public void A_small_window_is_not_filled_at_once() => Established(new() { Window = 2920 })
        .Write(5000)
        .Expect(". 1:1461(1460)").Expect(". 1461:2921(1460)")
        .Inject(". 1:1(0) ack 2921 win 100")
        .ExpectNothing(150)
        .ExpectAfter(50, ". 2921:3021(100)")
        .Inject(". 1:1(0) ack 3021 win 2920")
        .Expect(". 3021:4481(1460)")
        .Inject(". 1:1(0) ack 4481 win 2920")
        .Expect("P. 4481:5001(520)")
        .Inject(". 1:1(0) ack 5001");

    [Fact]
    [Requirement("RFC 9293", "MUST-38")]
    public void Half_of_the_largest_window_is_worth_a_segment() => Established(new() { Window = 1000 })
        .Write(3000)
        .Expect(". 1:1001(1000)")
        .Inject(". 1:1(0) ack 1001 win 500")
        .Expect(". 1001:1501(500)")
        .Inject(". 1:1(0) ack 1501 win 499")
        .ExpectNothing(150)
        .Inject(". 1:1(0) ack 1501 win 1500")
        .Expect(". 1501:2961(1460)")
        .Abort().IgnoreSent();

    [Fact]
    public void No_more_than_the_window_is_sent() => Established(new() { Window = 3000 })
        .Write(10_000)
        .Expect(". 1:1461(1460)").Expect(". 1461:2921(1460)")
        .ExpectNothing(100)
        .Inject(". 1:1(0) ack 2921 win 3000")
        .Expect(". 2921:4381(1460)").Expect(". 4381:5841(1460)")
        .ExpectNothing()
        .Abort().IgnoreSent();

    [Fact]
    public void A_writer_is_told_when_there_is_room_again() => Established(new() { SendBuffer = 4000, Window = 2000 })
        .Write(4000)
        .ExpectNotReady(SocketEvents.Write)
        .IgnoreSent()
        .Inject(". 1:1(0) ack 1461 win 2000")
        .Inject(". 1:1(0) ack 2921 win 2000")
        .ExpectReady(SocketEvents.Write)
        .IgnoreSent()
        .Abort().IgnoreSent();
}
