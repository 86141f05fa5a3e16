using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Explicit congestion notification (RFC 3168) with the smaller reduction of RFC 8511.</summary>
public sealed class TcpEcnTests : TcpScriptTests
{
    private const int Segment = 1000;

    [Fact]
    [Requirement("RFC 3168", "6.1.1")]
    public void A_peer_that_asks_gets_it() => Passive()
        .Inject($"SEW 0:0(0) win 65535 <mss {Segment}>").Expect("[noecn] SE. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 65535").Accept()
        .ExpectInformation(i => i.Options & 8, 8)
        .Write(2 * Segment).Expect("[ect0] . 1:1001(1000) ack 1").Expect("[ect0] P. 1001:2001(1000) ack 1")
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3168", "6.1.1")]
    public void A_peer_that_does_not_ask_gets_packets_without_marks() => Passive()
        .Inject($"S 0:0(0) win 65535 <mss {Segment}>").Expect("[noecn] S. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 65535").Accept()
        .Write(Segment).Expect("[noecn] P. 1:1001(1000) ack 1")
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3168", "6.1.1")]
    public void When_it_is_off_a_peer_that_asks_does_not_get_it() => TcpScript.Listening(new() { Tcp = new TcpSettings { Ecn = EcnMode.Off } })
        .Inject($"SEW 0:0(0) win 65535 <mss {Segment}>").Expect("S. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 65535").Accept()
        .Write(Segment).Expect("[noecn] P. 1:1001(1000) ack 1")
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3168", "6.1.1")]
    public void By_default_we_do_not_ask() => TcpScript.Connecting()
        .Expect("[noecn] S 0:0(0)")
        .Inject($"SE. 0:0(0) ack 1 win 65535 <mss {Segment}>").Expect("[noecn] . 1:1(0) ack 1")
        .Write(Segment).Expect("[noecn] P. 1:1001(1000) ack 1")
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3168", "6.1.1")]
    [Requirement("RFC 3168", "6.1.4")]
    public void When_it_is_on_we_ask_and_mark_text_but_no_bare_acknowledgment() => Asking()
        .Expect("[noecn] SEW 0:0(0)")
        .Inject($"SE. 0:0(0) ack 1 win 65535 <mss {Segment}>").Expect("[noecn] . 1:1(0) ack 1")
        .Write(Segment).Expect("[ect0] P. 1:1001(1000) ack 1")
        .Abort().IgnoreSent();

    [Theory]
    [InlineData("S.")]
    [InlineData("SEW.")]
    [Requirement("RFC 3168", "6.1.1")]
    public void A_peer_that_does_not_answer_so_does_not_get_it(string answer) => Asking()
        .Expect("SEW 0:0(0)")
        .Inject($"{answer} 0:0(0) ack 1 win 65535 <mss {Segment}>").Expect(". 1:1(0) ack 1")
        .Write(Segment).Expect("[noecn] P. 1:1001(1000) ack 1")
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3168", "6.1.1.1")]
    public void A_syn_that_was_not_answered_goes_again_without() => Asking()
        .Expect("SEW 0:0(0)")
        .ExpectAfter(1000, "S 0:0(0)")
        .Inject($"S. 0:0(0) ack 1 win 65535 <mss {Segment}>").Expect(". 1:1(0) ack 1")
        .Write(Segment).Expect("[noecn] P. 1:1001(1000) ack 1")
        .Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3168", "6.1.3")]
    public void A_mark_is_echoed_on_every_acknowledgment_until_the_peer_says_that_it_has_reduced() => Agreed()
        .InjectBatch("[ce] . 1:1001(1000) ack 1", "[ect0] . 1001:2001(1000) ack 1").Expect("[noecn] E. 1:1(0) ack 2001")
        .InjectBatch("[ect0] . 2001:3001(1000) ack 1", "[ect0] . 3001:4001(1000) ack 1").Expect("E. 1:1(0) ack 4001")
        .InjectBatch("[ect0] W. 4001:5001(1000) ack 1", "[ect0] . 5001:6001(1000) ack 1").Expect(". 1:1(0) ack 6001")
        .InjectBatch("[ce] W. 6001:7001(1000) ack 1", "[ect0] . 7001:8001(1000) ack 1").Expect("E. 1:1(0) ack 8001")
        .ExpectCounter("segments received with a congestion mark", 2)
        .ReadWhateverThereIs().Abort().IgnoreSent();

    [Fact]
    [Requirement("RFC 3168", "6.1.2")]
    [Requirement("RFC 8511", "3.1")]
    public void An_echo_reduces_the_window_once_a_round_trip_and_the_next_new_text_says_so()
    {
        var script = Agreed().Write((30 * Segment) + 1);
        for (int i = 0; i < 10; i++)
            script.Expect($"[ect0] . {1 + (i * Segment)}:{1 + ((i + 1) * Segment)}(1000) ack 1");
        script.Inject("E. 1:1(0) ack 1001")
            .ExpectInformation(i => i.CongestionWindow, 8500)
            .ExpectInformation(i => i.SlowStartThreshold, 8500)
            .Inject("E. 1:1(0) ack 2001")
            .ExpectInformation(i => i.CongestionWindow, 8500)
            .Inject(". 1:1(0) ack 3001").Expect("[ect0] W. 10001:11001(1000) ack 1")
            .Inject(". 1:1(0) ack 4001").Expect("[ect0] . 11001:12001(1000) ack 1")
            .ExpectCounter("windows reduced for an echoed mark", 1)
            .Abort().IgnoreSent();
    }

    [Fact]
    [Requirement("RFC 3168", "6.1.5")]
    public void A_retransmission_carries_no_mark() => Agreed()
        .Write(Segment).Expect("[ect0] P. 1:1001(1000) ack 1")
        .ExpectAfter(201, "[noecn] P. 1:1001(1000) ack 1", tolerance: 300)
        .Abort().IgnoreSent();

    private static TcpScript Passive() => TcpScript.Listening();

    private static TcpScript Asking() => TcpScript.Connecting(new() { Tcp = new TcpSettings { Ecn = EcnMode.On } });

    private static TcpScript Agreed() => Passive()
        .Inject($"SEW 0:0(0) win 65535 <mss {Segment}>").Expect("SE. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 65535").Accept();
}
