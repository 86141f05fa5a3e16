using System.Net.Sockets;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Retransmission and its time-outs (RFC 9293, 3.8.1 and 3.8.3; RFC 6298).</summary>
public sealed class TcpRetransmissionTests : TcpScriptTests
{
    [Fact]
    [Requirement("RFC 9293", "MUST-19")]
    [Requirement("RFC 6298", "5.5-1")]
    [Requirement("RFC 6298", "5.6-1")]
    [Requirement("RFC 6298", "5.1-1")]
    public void Text_that_is_not_acknowledged_goes_again_with_exponential_back_off() => Established()
        .Write(100)
        .Expect("P. 1:101(100)")
        .ExpectAfter(201, "P. 1:101(100)")
        .ExpectAfter(402, "P. 1:101(100)")
        .ExpectAfter(804, "P. 1:101(100)")
        .ExpectAfter(1608, "P. 1:101(100)")
        .Inject(". 1:1(0) ack 101")
        .ExpectNothing(10_000);

    [Fact]
    [Requirement("RFC 6298", "2.1-1")]
    public void Before_a_measurement_the_timeout_is_a_second() => Connecting()
        .Expect("S 0:0(0)")
        .ExpectAfter(1000, "S 0:0(0)")
        .ExpectAfter(2000, "S 0:0(0)")
        .ExpectAfter(4000, "S 0:0(0)")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1");

    [Fact]
    [Requirement("RFC 6298", "2.2-1")]
    [Requirement("RFC 6298", "2.3-1")]
    public void The_timeout_follows_the_round_trip() => Listening()
        .Inject("S 0:0(0) win 65535 <mss 1460>")
        .Expect("S. 0:0(0) ack 1")
        .Advance(400)
        .Inject(". 1:1(0) ack 1 win 65535") // SRTT 400, RTTVAR 200, RTO 1200
        .Accept()
        .ExpectInformation(i => i.RoundTripTime, 400_000)
        .ExpectInformation(i => i.RoundTripVariance, 200_000)
        .ExpectInformation(i => i.RetransmissionTimeout, 1_200_000)
        .Write(100)
        .Expect("P. 1:101(100)")
        .Advance(400)
        .Inject(". 1:1(0) ack 101") // SRTT 400, RTTVAR 150, RTO 1000
        .ExpectInformation(i => i.RetransmissionTimeout, 1_000_000);

    [Fact]
    [Requirement("RFC 9293", "MUST-18")]
    [Requirement("RFC 6298", "3-1")]
    public void A_segment_that_was_sent_twice_is_not_measured() => Established()
        .ExpectInformation(i => i.RoundTripTime, 1000)
        .Write(100)
        .Expect("P. 1:101(100)")
        .ExpectAfter(201, "P. 1:101(100)")
        .Advance(100)
        .Inject(". 1:1(0) ack 101")
        .ExpectInformation(i => i.RoundTripTime, 1000);

    [Fact]
    [Requirement("RFC 6298", "5.3-1")]
    public void Progress_starts_the_timer_anew() => Established()
        .Write(2920)
        .Expect(". 1:1461(1460)").Expect("P. 1461:2921(1460)")
        .Advance(150)
        .Inject(". 1:1(0) ack 1461")
        .ExpectNothing(150)
        .Inject(". 1:1(0) ack 2921")
        .ExpectNothing(5000);

    [Fact]
    [Requirement("RFC 6298", "5.7-1")]
    public void After_a_lost_syn_text_has_three_seconds() => Connecting()
        .Expect("S 0:0(0)")
        .ExpectAfter(1000, "S 0:0(0)")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1")
        .Write(100)
        .Expect("P. 1:101(100)")
        .ExpectAfter(3000, "P. 1:101(100)")
        .Inject(". 1:1(0) ack 101");

    [Fact]
    [Requirement("RFC 9293", "MUST-20")]
    [Requirement("RFC 9293", "SHLD-11")]
    public void A_connection_whose_peer_is_silent_ends_after_many_minutes()
    {
        var script = Established().Write(100).Expect("P. 1:101(100)").Advance(TimeSpan.FromSeconds(100)).IgnoreSent().ExpectState("established");
        script.Advance(TimeSpan.FromMinutes(20)).IgnoreSent().ExpectState("closed").ExpectError(SocketError.TimedOut);
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-21")]
    [Requirement("RFC 5482", "3")]
    public void The_user_can_say_when_a_silent_peer_is_given_up() => Established()
        .SetOption(TcpOption.UserTimeout, 5000)
        .Write(100)
        .Expect("P. 1:101(100)")
        .Advance(4000).IgnoreSent()
        .ExpectState("established")
        .Advance(4000).IgnoreSent()
        .ExpectError(SocketError.TimedOut)
        .ExpectState("closed");

    [Fact]
    [Requirement("RFC 9293", "MUST-22")]
    [Requirement("RFC 9293", "MUST-23")]
    public void A_syn_is_sent_for_three_minutes_at_least()
    {
        var script = Connecting().Expect("S 0:0(0)").Advance(TimeSpan.FromSeconds(180)).IgnoreSent().ExpectState("syn-sent");
        script.Advance(TimeSpan.FromSeconds(120)).IgnoreSent().ExpectState("closed").ExpectError(SocketError.TimedOut);
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-22")]
    public void A_syn_ack_goes_again_and_is_given_up_at_last() => Listening()
        .Inject("S 0:0(0) win 1000 <mss 1460>")
        .Expect("S. 0:0(0) ack 1")
        .ExpectAfter(1000, "S. 0:0(0) ack 1")
        .ExpectAfter(2000, "S. 0:0(0) ack 1")
        .ExpectAfter(4000, "S. 0:0(0) ack 1")
        .ExpectAfter(8000, "S. 0:0(0) ack 1")
        .ExpectAfter(16000, "S. 0:0(0) ack 1")
        .ExpectNothing(100_000)
        .ExpectCounter("half-open connections expired", 1);

    [Fact]
    [Requirement("RFC 6298", "2.5-1")]
    public void The_back_off_is_bounded_by_a_minute()
    {
        var script = Established().Write(100).Expect("P. 1:101(100)").Advance(TimeSpan.FromSeconds(103)).IgnoreSent();
        script.ExpectAfter(60_000, "P. 1:101(100)", tolerance: 60_000).ExpectAfter(60_000, "P. 1:101(100)").Inject(". 1:1(0) ack 101");
    }
}
