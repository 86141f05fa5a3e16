using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Robustness against injected segments (RFC 5961) and the acceptability of numbers (RFC 9293, 3.10.7.4).</summary>
[Requirement("RFC 9293", "MAY-12")]
public sealed class TcpInjectionTests : TcpScriptTests
{
    [Theory]
    [InlineData("R 2:2(0)")]
    [InlineData("R. 1000:1000(0) ack 1")]
    [InlineData("R 60000:60000(0)")]
    [Requirement("RFC 5961", "3.2-3")]
    public void A_reset_that_is_merely_in_the_window_is_asked_about(string reset) => Established()
        .Inject(reset)
        .Expect(". 1:1(0) ack 1")
        .ExpectDrop(DropReason.ResetRejected)
        .ExpectState("established");

    [Theory]
    [InlineData("R 0:0(0)")]
    [InlineData("R 70000:70000(0)")]
    [Requirement("RFC 5961", "3.2-1")]
    public void A_reset_outside_of_the_window_is_dropped(string reset) => Established()
        .Inject(reset)
        .ExpectNothing(1000)
        .ExpectState("established");

    [Fact]
    [Requirement("RFC 5961", "3.2-2")]
    public void A_reset_with_the_exact_number_is_believed() => Established()
        .Inject("R 1:1(0)")
        .ExpectNothing()
        .ExpectError(SocketError.ConnectionReset);

    [Theory]
    [InlineData("S 1:1(0) win 1000 <mss 1460>")]
    [InlineData("S 100:100(0) win 1000")]
    [InlineData("S. 1:1(0) ack 1 win 1000 <mss 1460>")]
    [Requirement("RFC 5961", "4.2-1")]
    [Requirement("RFC 5961", "4.2-2")]
    [Requirement("RFC 5961", "4.2-3")]
    public void A_syn_never_ends_a_connection(string syn) => Established()
        .Inject(syn)
        .Expect(". 1:1(0) ack 1")
        .ExpectState("established")
        .Inject("R 1:1(0)") // whose peer has really begun anew answers so
        .ExpectError(SocketError.ConnectionReset);

    [Theory]
    [InlineData(2)]
    [InlineData(100_000)]
    [InlineData(2_000_000_000)]
    [Requirement("RFC 5961", "5.2-1")]
    [Requirement("RFC 5961", "5.2-2")]
    public void An_acknowledgment_of_what_was_never_sent_is_asked_about(uint number) => Established()
        .Inject($"P. 1:101(100) ack {number}")
        .Expect(". 1:1(0) ack 1")
        .ExpectDrop(DropReason.AcknowledgmentInvalid)
        .ExpectReadable(0);

    [Fact]
    [Requirement("RFC 5961", "5.2-1")]
    public void An_acknowledgment_that_is_far_too_old_is_asked_about() => Established(new() { Window = 1000 })
        .Inject("P. 1:101(100) ack 4294900000")
        .Expect(". 1:1(0) ack 1")
        .ExpectDrop(DropReason.AcknowledgmentInvalid)
        .ExpectReadable(0);

    [Fact]
    [Requirement("RFC 5961", "7-1")]
    public void Challenges_are_limited()
    {
        var script = Established();
        int answers = 0;
        for (int i = 0; i < 1000; i++)
            script.Inject("S 100:100(0) win 1000").ForEachSent(_ => answers++);
        Assert.InRange(answers, 1, 10);
        script.ExpectState("established");
    }

    [Fact]
    public void Segments_outside_of_the_window_are_answered_a_few_times_only()
    {
        var script = Established();
        int answers = 0;
        for (int i = 0; i < 1000; i++)
            script.Inject(". 4294967000:4294967000(0) ack 1").ForEachSent(_ => answers++);
        Assert.InRange(answers, 1, 10);
    }

    [Fact]
    public void A_segment_without_acknowledgment_is_dropped() => Established()
        .Inject("P 1:101(100)")
        .ExpectNothing(1000)
        .ExpectDrop(DropReason.FlagsMalformed)
        .ExpectReadable(0);
}
