using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Windows in both directions (RFC 9293, 3.8.6).</summary>
public sealed class TcpWindowTests : TcpScriptTests
{
    [Fact]
    public void Text_is_acknowledged_and_the_window_shrinks_by_it() => Established(new() { ReceiveBuffer = 65535 })
        .Inject("P. 1:1461(1460) ack 1")
        .Inject("P. 1461:2921(1460) ack 1")
        .Expect(". 1:1(0) ack 2921 win 62615");

    [Fact]
    [Requirement("RFC 9293", "MUST-1")]
    public void A_window_above_half_of_the_field_is_not_negative() => Established(new() { Window = 40000 })
        .Write(14600)
        .Expect(". 1:1461(1460)").Expect(". 1461:2921(1460)").Expect(". 2921:4381(1460)").Expect(". 4381:5841(1460)").Expect(". 5841:7301(1460)")
        .Expect(". 7301:8761(1460)").Expect(". 8761:10221(1460)").Expect(". 10221:11681(1460)").Expect(". 11681:13141(1460)").Expect("P. 13141:14601(1460)")
        .Inject(". 1:1(0) ack 14601 win 65535");

    [Fact]
    [Requirement("RFC 9293", "REC-1")]
    [Requirement("RFC 7323", "2.3-1")]
    public void A_scaled_window_is_as_large_as_32_bits_can_say() => Established(new() { Options = "mss 1460,nop,wscale 10", Window = 60 })
        .ExpectInformation(i => i.SendWindow, 60 << 10)
        .ExpectInformation(i => i.SendWindowScale, 10);

    [Fact]
    [Requirement("RFC 9293", "SHLD-14")]
    public void The_window_that_was_offered_is_not_taken_back() => Established(new() { ReceiveBuffer = 20000 })
        .Inject("P. 1:1001(1000) ack 1")
        .ExpectAfter(40, ". 1:1(0) ack 1001 win 19000")
        .SetOption(SocketOption.ReceiveBuffer, 4000)
        .Inject("P. 1001:2001(1000) ack 1")
        .ExpectAfter(40, ". 1:1(0) ack 2001 win 18000")
        .Inject("P. 2001:3001(1000) ack 1")
        .ExpectAfter(40, ". 1:1(0) ack 3001 win 17000")
        .Read(3000)
        .IgnoreSent();

    [Fact]
    [Requirement("RFC 9293", "SHLD-15")]
    [Requirement("RFC 9293", "SHLD-16")]
    [Requirement("RFC 9293", "SHLD-17")]
    [Requirement("RFC 9293", "MUST-34")]
    public void A_shrinking_window_is_survived() => Established(new() { Window = 4380 })
        .Write(8760)
        .Expect(". 1:1461(1460)").Expect(". 1461:2921(1460)").Expect(". 2921:4381(1460)")
        .Inject(". 1:1(0) ack 1461 win 1460") // the right edge goes back from 4381 to 2921
        .ExpectNothing(150)
        .Inject(". 1:1(0) ack 2921 win 0")
        .ExpectNothing(100)
        .Inject(". 1:1(0) ack 4381 win 4380")
        .Expect(". 4381:5841(1460)").Expect(". 5841:7301(1460)").Expect("P. 7301:8761(1460)")
        .Inject(". 1:1(0) ack 8761 win 4380")
        .ExpectState("established");

    [Fact]
    [Requirement("RFC 9293", "SHLD-16")]
    [Requirement("RFC 9293", "MAY-7")]
    [Requirement("RFC 7323", "2.4-3")]
    public void What_lies_behind_a_window_that_shrank_is_not_sent_again_but_what_lies_in_it_is() => Established(new() { Window = 4380 })
        .Write(4380)
        .Expect(". 1:1461(1460)").Expect(". 1461:2921(1460)").Expect("P. 2921:4381(1460)")
        .Inject(". 1:1(0) ack 1 win 1460")
        .ExpectAfter(201, ". 1:1461(1460)")
        .ExpectAfter(402, ". 1:1461(1460)")
        .Inject(". 1:1(0) ack 4381 win 4380");

    [Fact]
    [Requirement("RFC 9293", "MUST-35")]
    [Requirement("RFC 9293", "MUST-36")]
    [Requirement("RFC 9293", "SHLD-29")]
    [Requirement("RFC 9293", "SHLD-30")]
    public void A_zero_window_is_probed_after_the_timeout_and_then_ever_more_rarely() => Established(new() { Window = 1460 })
        .Write(2920)
        .Expect(". 1:1461(1460)")
        .Inject(". 1:1(0) ack 1461 win 0")
        .ExpectAfter(201, ". 1461:1462(1)")
        .ExpectAfter(402, ". 1461:1462(1)")
        .Inject(". 1:1(0) ack 1461 win 0")
        .ExpectAfter(804, ". 1461:1462(1)", tolerance: 500)
        .Inject(". 1:1(0) ack 1461 win 1460")
        .Expect("P. 1461:2921(1460)")
        .Inject(". 1:1(0) ack 2921 win 1460");

    [Fact]
    public void What_is_lost_after_a_window_has_opened_does_not_wait_for_the_next_probe() => Established(new() { Window = 1460 })
        .Write(2920)
        .Expect(". 1:1461(1460)")
        .Inject(". 1:1(0) ack 1461 win 0")
        .Advance(10_000).IgnoreSent()
        .Inject(". 1:1(0) ack 1461 win 1460")
        .Expect("P. 1461:2921(1460)")
        .ExpectAfter(201, "P. 1461:2921(1460)")
        .Inject(". 1:1(0) ack 2921");

    [Fact]
    [Requirement("RFC 9293", "MUST-37")]
    public void A_window_may_stay_closed_for_days_while_the_peer_answers()
    {
        var script = Established(new() { Window = 1460 }).Write(2920).Expect(". 1:1461(1460)").Inject(". 1:1(0) ack 1461 win 0");
        for (int i = 0; i < 3000; i++)
            script.Advance(TimeSpan.FromMinutes(1)).IgnoreSent().Inject(". 1:1(0) ack 1461 win 0");
        script.ExpectState("established").Inject(". 1:1(0) ack 1461 win 65535").Expect("P. 1461:2921(1460)").Inject(". 1:1(0) ack 2921");
    }

    [Fact]
    [Requirement("RFC 9293", "MAY-8")]
    [Requirement("RFC 9293", "MUST-66")]
    public void With_a_closed_window_text_is_refused_and_acknowledgments_count() => Filled()
        .Write(100)
        .Expect("P. 1:101(100) ack 4001 win 0")
        .Inject("P. 4001:4002(1) ack 1")
        .Expect(". 101:101(0) ack 4001 win 0")
        .Inject(". 4001:4001(0) ack 101")
        .ExpectInformation(i => i.Unacknowledged, 0)
        .ExpectNothing();

    [Fact]
    [Requirement("RFC 9293", "MUST-66")]
    public void With_a_closed_window_urgent_data_is_still_told() => Filled()
        .Inject("U. 4001:4002(1) ack 1 urg 1")
        .ExpectReady(SocketEvents.Urgent)
        .IgnoreSent();

    [Fact]
    [Requirement("RFC 9293", "MUST-66")]
    public void With_a_closed_window_a_reset_still_ends_the_connection() => Filled()
        .Inject("R. 4001:4001(0) ack 1")
        .ExpectError(System.Net.Sockets.SocketError.ConnectionReset);

    [Fact]
    [Requirement("RFC 9293", "MUST-39")]
    public void The_window_opens_by_a_segment_or_half_the_buffer_at_least() => Filled()
        .Read(1000)
        .ExpectNothing(1000)
        .Read(999)
        .ExpectNothing(1000)
        .Read(1)
        .Expect(". 1:1(0) ack 4001 win 2000");

    [Fact]
    public void Text_beyond_the_window_is_cut_off_and_refused() => Established(new() { ReceiveBuffer = 4000 })
        .Inject("P. 1:5001(5000) ack 1")
        .IgnoreSent()
        .ExpectReadable(4000)
        .Inject("P. 10001:10101(100) ack 1")
        .Expect(". 1:1(0) ack 4001 win 0")
        .ExpectDrop(DropReason.OutOfWindow)
        .Read(4000)
        .IgnoreSent();

    private TcpScript Filled() => Established(new() { ReceiveBuffer = 4000 })
        .Inject("P. 1:1461(1460) ack 1")
        .Inject("P. 1461:2921(1460) ack 1")
        .Expect(". 1:1(0) ack 2921 win 1080")
        .Inject("P. 2921:4001(1080) ack 1")
        .ExpectAfter(40, ". 1:1(0) ack 4001 win 0");
}
