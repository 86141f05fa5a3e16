using System.Net.Sockets;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Keep-alive (RFC 9293, 3.8.4).</summary>
public sealed class TcpKeepAliveTests : TcpScriptTests
{
    [Fact]
    [Requirement("RFC 9293", "MUST-25")]
    public void Without_being_asked_nothing_is_sent_for_a_week() => Established().ExpectNothing(TimeSpan.FromDays(7).TotalMilliseconds).ExpectState("established");

    [Fact]
    [Requirement("RFC 9293", "MAY-5")]
    [Requirement("RFC 9293", "MUST-24")]
    [Requirement("RFC 9293", "MUST-28")]
    [Requirement("RFC 9293", "SHLD-12")]
    public void Asked_for_it_comes_after_two_hours_of_silence_and_has_no_data() => Established()
        .SetOption(SocketOption.KeepAlive, 1)
        .ExpectNothing(TimeSpan.FromMinutes(119.9).TotalMilliseconds)
        .ExpectAfter(6000, ". 0:0(0) ack 1", tolerance: 100)
        .Inject(". 1:1(0) ack 1")
        .ExpectNothing(TimeSpan.FromMinutes(119.9).TotalMilliseconds)
        .ExpectAfter(6000, ". 0:0(0) ack 1", tolerance: 100)
        .Inject(". 1:1(0) ack 1")
        .SetOption(SocketOption.KeepAlive, 0)
        .ExpectNothing(TimeSpan.FromDays(1).TotalMilliseconds);

    [Fact]
    [Requirement("RFC 9293", "MUST-27")]
    [Requirement("RFC 9293", "MUST-29")]
    public void Its_times_are_configurable_and_one_lost_answer_is_tolerated() => Quick()
        .ExpectAfter(10_000, ". 0:0(0) ack 1")
        .ExpectAfter(1000, ". 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1")
        .ExpectAfter(10_000, ". 0:0(0) ack 1", tolerance: 1100)
        .Inject(". 1:1(0) ack 1")
        .ExpectState("established");

    [Fact]
    [Requirement("RFC 9293", "MUST-12")]
    public void A_dead_peer_is_found() => Quick()
        .ExpectAfter(10_000, ". 0:0(0) ack 1")
        .ExpectAfter(1000, ". 0:0(0) ack 1")
        .ExpectAfter(1000, ". 0:0(0) ack 1")
        .ExpectAfter(1000, "R. 1:1(0) ack 1")
        .ExpectError(SocketError.TimedOut)
        .ExpectState("closed");

    [Fact]
    [Requirement("RFC 9293", "MUST-26")]
    public void Where_something_is_in_flight_retransmissions_ask_instead() => Quick()
        .Write(100)
        .Expect("P. 1:101(100)")
        .Advance(9900).ForEachSent(s => Assert.Equal(100, s.PayloadLength))
        .Advance(3000).ForEachSent(s => Assert.Equal(100, s.PayloadLength))
        .Inject(". 1:1(0) ack 101");

    private TcpScript Quick() => Established()
        .SetOption(SocketOption.KeepAlive, 1)
        .SetOption(TcpOption.KeepIdle, 10)
        .SetOption(TcpOption.KeepInterval, 1)
        .SetOption(TcpOption.KeepCount, 3);
}
