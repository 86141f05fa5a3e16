using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Urgent data (RFC 9293, 3.8.5; RFC 6093).</summary>
public sealed class TcpUrgentTests : TcpScriptTests
{
    [Fact]
    [Requirement("RFC 9293", "MUST-30")]
    [Requirement("RFC 9293", "MUST-62")]
    public void The_pointer_that_is_sent_names_the_octet_behind_the_urgent_one() => Established()
        .Write(1, MessageFlags.OutOfBand)
        .Expect("PU. 1:2(1) ack 1 urg 1")
        .Inject(". 1:1(0) ack 2");

    [Fact]
    [Requirement("RFC 9293", "MUST-31")]
    public void Urgent_data_may_be_longer_than_a_segment() => Established()
        .Write(3000, MessageFlags.OutOfBand)
        .Expect("U. 1:1461(1460) urg 3000")
        .Expect("U. 1461:2921(1460) urg 1540")
        .Expect("PU. 2921:3001(80) urg 80")
        .Inject(". 1:1(0) ack 3001");

    [Fact]
    [Requirement("RFC 9293", "MUST-30")]
    [Requirement("RFC 9293", "MUST-32")]
    [Requirement("RFC 9293", "MUST-33")]
    public void Urgent_data_is_told_and_read_out_of_band() => Established()
        .ExpectNotReady(SocketEvents.Urgent)
        .Inject("PU. 1:6(5) ack 1 urg 5")
        .ExpectReady(SocketEvents.Urgent)
        .ReadUrgent(5)
        .ExpectNotReady(SocketEvents.Urgent)
        .Read(4)
        .ReadFails()
        .ExpectAfter(40, ". 1:1(0) ack 6");

    [Fact]
    [Requirement("RFC 9293", "MUST-33")]
    public void A_read_stops_in_front_of_the_urgent_octet() => Established()
        .Inject("PU. 1:11(10) ack 1 urg 5")
        .ExpectReadable(4)
        .Read(4)
        .SkipRead(1)
        .Read(5)
        .ReadUrgent(5)
        .ExpectAfter(40, ". 1:1(0) ack 11");

    [Fact]
    public void Urgent_data_may_stay_in_the_stream() => Established()
        .SetOption(SocketOption.OutOfBandInline, 1)
        .Inject("PU. 1:11(10) ack 1 urg 5")
        .Read(10)
        .ExpectAfter(40, ". 1:1(0) ack 11");

    [Fact]
    [Requirement("RFC 9293", "MUST-32")]
    public void Urgent_data_is_told_before_it_arrives() => Established()
        .Inject("U. 1:1(0) ack 1 urg 5")
        .ExpectReady(SocketEvents.Urgent)
        .IgnoreSent();
}
