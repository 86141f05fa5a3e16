using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Congestion control and fast recovery (RFC 5681, RFC 6582, RFC 3042, RFC 6928).</summary>
public sealed class TcpCongestionTests : TcpScriptTests
{
    private const int Segment = 1000;

    [Fact]
    [Requirement("RFC 9293", "MUST-19")]
    [Requirement("RFC 6928", "2")]
    public void A_connection_begins_with_ten_segments() => Sending(20, sent: 10).ExpectNothing(100).Inject($". 1:1(0) ack {Edge(10)}").IgnoreSent().Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 9293", "MUST-19")]
    [Requirement("RFC 5681", "3.1-8")]
    public void In_slow_start_every_acknowledged_segment_admits_two() => Sending(20, sent: 10)
        .Inject($". 1:1(0) ack {Edge(1)}")
        .Expect(Octets(10)).Expect(Octets(11))
        .Inject($". 1:1(0) ack {Edge(3)}")
        .Expect(Octets(12)).Expect(Octets(13)).Expect(Octets(14)).Expect(Octets(15))
        .ExpectNothing()
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 5681", "3.2-3")]
    [Requirement("RFC 5681", "3.2-4")]
    [Requirement("RFC 5681", "3.2-5")]
    [Requirement("RFC 3042", "2")]
    public void Three_duplicates_retransmit_and_the_first_two_admit_new_segments() => Sending(30, sent: 10)
        .Inject(Duplicate(0)).Expect(Octets(10))
        .Inject(Duplicate(0)).Expect(Octets(11))
        .Inject(Duplicate(0)).Expect(Octets(0))
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 6582", "3.2")]
    public void A_partial_acknowledgment_retransmits_the_next_hole_at_once() => Sending(12, sent: 10)
        .Inject(Duplicate(0)).Expect(Octets(10))
        .Inject(Duplicate(0)).Expect(Octets(11))
        .Inject(Duplicate(0)).Expect(Octets(0))
        .Inject($". 1:1(0) ack {Edge(4)}").Expect(Octets(4))
        .Inject($". 1:1(0) ack {Edge(12)}").Expect($"P. {Edge(12)}:{Edge(12) + 1}(1)")
        .Inject($". 1:1(0) ack {Edge(12) + 1}")
        .ExpectNothing(5000);

    [Fact]
    [Requirement("RFC 5681", "3.1-14")]
    public void A_timeout_brings_the_window_down_to_one_segment() => Sending(20, sent: 10)
        .ExpectAfter(201, Octets(0))
        .ExpectInformation(i => i.CongestionWindow, Segment)
        .ExpectInformation(i => i.SlowStartThreshold, 7 * Segment)
        .Inject($". 1:1(0) ack {Edge(1)}")
        .Expect(Octets(1)).Expect(Octets(2))
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 5681", "2")]
    public void A_window_update_is_no_duplicate_acknowledgment() => Sending(20, sent: 10)
        .Inject(". 1:1(0) ack 1 win 60000")
        .Inject(". 1:1(0) ack 1 win 61000")
        .Inject(". 1:1(0) ack 1 win 62000")
        .Inject(". 1:1(0) ack 1 win 63000")
        .ExpectNothing()
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 6298", "5.4-1")]
    public void After_a_timeout_duplicates_of_its_retransmissions_are_no_new_loss() => Sending(10, sent: 10)
        .ExpectAfter(201, Octets(0))
        .Inject($". 1:1(0) ack {Edge(1)}").Expect(Octets(1)).Expect(Octets(2))
        .Inject(Duplicate(1)).IgnoreSent()
        .Inject(Duplicate(1)).IgnoreSent()
        .Inject(Duplicate(1))
        .ExpectCounter("fast retransmits", 0)
        .IgnoreSent()
        .Abort().IgnoreSent();

    private static uint Edge(int segment) => 1 + (uint)(segment * Segment);

    private static string Octets(int segment) => $". {Edge(segment)}:{Edge(segment + 1)}({Segment})";

    private static string Duplicate(int segment) => $". 1:1(0) ack {Edge(segment)} win 65535";

    // Segments of 1000 octets; one more octet stays queued, so that none of them is pushed.
    private TcpScript Sending(int segments, int sent)
    {
        var script = Established(new() { Options = $"mss {Segment}" }).Write((segments * Segment) + 1);
        for (int i = 0; i < sent; i++)
            script.Expect(Octets(i));
        return script;
    }
}
