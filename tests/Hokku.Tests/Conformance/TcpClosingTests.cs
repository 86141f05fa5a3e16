using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Closing connections (RFC 9293, 3.6), TIME-WAIT included (3.4.2, RFC 6191, RFC 1337).</summary>
public sealed class TcpClosingTests : TcpScriptTests
{
    private const double TwiceMsl = 60_000;
    private const string Clock = "mss 1460,nop,nop,TS val 100 ecr 0";
    private const string ClockAnswer = "nop,nop,TS val 100 ecr 1";

    [Fact]
    [Requirement("RFC 9293", "MUST-13")]
    public void Who_closes_first_waits_for_twice_the_segment_lifetime() => Established()
        .Shutdown(SocketShutdown.Send)
        .Expect("F. 1:1(0) ack 1")
        .ExpectState("fin-wait1")
        .Inject(". 1:1(0) ack 2")
        .ExpectState("fin-wait2")
        .Inject("F. 1:1(0) ack 2")
        .Expect(". 2:2(0) ack 2")
        .ExpectState("time-wait")
        .ReadEnd()
        .Advance(TwiceMsl - 1000)
        .Inject("F. 1:1(0) ack 2") // begins the time anew
        .Expect(". 2:2(0) ack 2")
        .Advance(TwiceMsl - 1000)
        .Inject(". 2:2(0) ack 2")
        .ExpectNothing()
        .Advance(2000)
        .CloseListener()
        .Inject(". 2:2(0) ack 2")
        .Expect("R 2:2(0)");

    [Fact]
    public void The_peer_closes_first() => Established()
        .Inject("F. 1:1(0) ack 1")
        .Expect(". 1:1(0) ack 2")
        .ExpectState("close-wait")
        .ExpectReady(SocketEvents.Read | SocketEvents.PeerClosed)
        .ReadEnd()
        .Write(100)
        .Expect("P. 1:101(100) ack 2")
        .Inject(". 2:2(0) ack 101")
        .Shutdown(SocketShutdown.Send)
        .Expect("F. 101:101(0) ack 2")
        .ExpectState("last-ack")
        .Inject(". 2:2(0) ack 102")
        .ExpectState("closed")
        .ExpectNothing(5000);

    [Fact]
    public void Both_sides_may_close_at_once() => Established()
        .Shutdown(SocketShutdown.Send)
        .Expect("F. 1:1(0) ack 1")
        .Inject("F. 1:1(0) ack 1")
        .Expect(". 2:2(0) ack 2")
        .ExpectState("closing")
        .Inject(". 2:2(0) ack 2")
        .IgnoreSent()
        .ExpectState("time-wait");

    [Fact]
    public void A_fin_that_acknowledges_ours_leads_to_time_wait_at_once() => Established()
        .Shutdown(SocketShutdown.Send)
        .Expect("F. 1:1(0) ack 1")
        .Inject("F. 1:1(0) ack 2")
        .Expect(". 2:2(0) ack 2")
        .ExpectState("time-wait");

    [Fact]
    [Requirement("RFC 9293", "MAY-1")]
    public void Half_a_connection_closes_and_the_other_half_goes_on() => Established()
        .Shutdown(SocketShutdown.Send)
        .Expect("F. 1:1(0) ack 1")
        .Write(1, expected: SocketError.Shutdown)
        .Inject(". 1:1(0) ack 2")
        .Inject("P. 1:1001(1000) ack 2")
        .ExpectAfter(40, ". 2:2(0) ack 1001")
        .Read(1000)
        .Inject("FP. 1001:1002(1) ack 2")
        .Expect(". 2:2(0) ack 1003")
        .Read(1)
        .ReadEnd();

    [Fact]
    public void A_fin_follows_the_text_that_is_queued() => Established(new() { Window = 1000 })
        .Write(2000)
        .Expect(". 1:1001(1000)")
        .Shutdown(SocketShutdown.Send)
        .ExpectNothing()
        .Inject(". 1:1(0) ack 1001 win 1000")
        .Expect("FP. 1001:2001(1000)")
        .Inject(". 1:1(0) ack 2002 win 1000")
        .ExpectState("fin-wait2");

    [Fact]
    public void A_fin_that_was_lost_is_sent_again() => Established()
        .Shutdown(SocketShutdown.Send)
        .Expect("F. 1:1(0) ack 1")
        .ExpectAfter(201, "F. 1:1(0) ack 1")
        .ExpectAfter(402, "F. 1:1(0) ack 1")
        .Inject(". 1:1(0) ack 2")
        .ExpectState("fin-wait2");

    [Fact]
    [Requirement("RFC 9293", "SHLD-3")]
    public void Closing_with_unread_text_resets() => Established()
        .Inject("P. 1:101(100) ack 1")
        .ExpectAfter(40, ". 1:1(0) ack 101")
        .Close()
        .Expect("R. 1:1(0) ack 101")
        .ExpectNothing(5000);

    [Fact]
    [Requirement("RFC 9293", "SHLD-3")]
    public void Text_that_comes_after_the_user_has_gone_resets() => Established()
        .Close()
        .Expect("F. 1:1(0) ack 1")
        .Inject(". 1:1(0) ack 2")
        .Inject("P. 1:101(100) ack 2")
        .Expect("R 2:2(0)")
        .ExpectNothing(5000);

    [Fact]
    [Requirement("RFC 9293", "MUST-12")]
    [Requirement("RFC 9293", "MUST-47")]
    public void A_reset_is_told_to_the_user() => Established()
        .Inject("R. 1:1(0) ack 1")
        .ExpectReady(SocketEvents.Error | SocketEvents.HangUp | SocketEvents.Read)
        .ReadFails(SocketError.ConnectionReset)
        .Write(1, expected: SocketError.Shutdown);

    [Fact]
    [Requirement("RFC 9293", "SHLD-2")]
    public void A_reset_may_contain_text() => Established()
        .Inject("R. 1:21(20) ack 1")
        .ExpectError(SocketError.ConnectionReset)
        .ExpectState("closed");

    [Fact]
    public void An_abort_resets() => Established()
        .Write(100)
        .Expect("P. 1:101(100)")
        .Abort()
        .Expect("R. 101:101(0) ack 1")
        .ExpectNothing(5000);

    [Fact]
    public void A_user_who_has_gone_waits_for_the_peers_fin_for_a_bounded_time() => Established()
        .Close()
        .Expect("F. 1:1(0) ack 1")
        .Inject(". 1:1(0) ack 2")
        .ExpectSockets(2)
        .ExpectNothing(61_000)
        .ExpectSockets(1)
        .CloseListener()
        .Inject("F. 1:1(0) ack 2")
        .Expect("R 2:2(0)");

    [Fact]
    [Requirement("RFC 9293", "MAY-2")]
    [Requirement("RFC 6191", "2")]
    public void A_syn_with_a_later_number_opens_a_connection_in_time_wait_anew() => InTimeWait()
        .Inject("S 100:100(0) win 1000 <mss 1460>")
        .ForEachSent(s => Assert.True(s.IsSyn && s.IsAcknowledgment));

    [Fact]
    [Requirement("RFC 6191", "2")]
    public void A_syn_with_an_earlier_number_does_not() => InTimeWait()
        .Inject("S 0:0(0) win 1000 <mss 1460>")
        .Expect(". 2:2(0) ack 2");

    [Fact]
    [Requirement("RFC 9293", "SHLD-4")]
    [Requirement("RFC 6191", "2")]
    public void A_syn_with_a_later_timestamp_opens_a_connection_in_time_wait_anew() => InTimeWait(new() { Options = Clock, AcknowledgmentOptions = ClockAnswer })
        .Inject("S 0:0(0) win 1000 <mss 1460,nop,nop,TS val 2000 ecr 0>")
        .ForEachSent(s => Assert.True(s.IsSyn && s.IsAcknowledgment));

    [Fact]
    [Requirement("RFC 1337", "3")]
    public void A_reset_does_not_end_time_wait() => InTimeWait()
        .Inject("R. 2:2(0) ack 2")
        .ExpectDrop(DropReason.TimeWait)
        .Inject("F. 1:1(0) ack 2")
        .Expect(". 2:2(0) ack 2");

    private TcpScript InTimeWait(ScriptOptions? options = null)
    {
        string clock = options is null ? "" : " <nop,nop,TS val 101 ecr 1>";
        return Established(options)
            .Shutdown(SocketShutdown.Send)
            .Expect("F. 1:1(0) ack 1")
            .Inject($"F. 1:1(0) ack 2{clock}")
            .Expect(". 2:2(0) ack 2")
            .Close()
            .ExpectSockets(1)
            .Advance(1000);
    }
}
