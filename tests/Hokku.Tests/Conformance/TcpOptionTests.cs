using Hokku.Abstractions;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Options, lengths and checksums (RFC 9293, 3.1, 3.2, 3.7.1).</summary>
public sealed class TcpOptionTests : TcpScriptTests
{
    [Fact]
    [Requirement("RFC 9293", "MUST-4")]
    [Requirement("RFC 9293", "MUST-64")]
    public void Options_count_whatever_their_alignment() => Listening()
        .InjectOctets(Syn([1, 1, 1, 2, 4, 2, 24, 0])) // three no-operations, then a segment size of 536, then the end
        .Expect("S. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 65535")
        .Accept()
        .ExpectInformation(i => i.SendMaximumSegment, 536);

    [Fact]
    [Requirement("RFC 9293", "MUST-6")]
    [Requirement("RFC 9293", "MUST-68")]
    public void Unknown_options_are_passed_over() => Listening()
        .InjectOctets(Syn([254, 4, 0xDE, 0xAD, 2, 4, 2, 24]))
        .Expect("S. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 65535")
        .Accept()
        .ExpectInformation(i => i.SendMaximumSegment, 536);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(255)]
    [Requirement("RFC 9293", "MUST-7")]
    public void A_segment_with_an_illegal_option_length_is_dropped(byte length) => Listening()
        .InjectOctets(Syn([1, 1, 254, length, 0, 0, 0, 0]))
        .ExpectNothing(3000)
        .ExpectDrop(DropReason.OptionsMalformed);

    [Fact]
    [Requirement("RFC 9293", "MUST-5")]
    public void Options_may_be_in_any_segment() => Established()
        .Inject("P. 1:101(100) ack 1 <mss 100,nop,nop,TS val 1 ecr 0>")
        .ExpectAfter(40, ". 1:1(0) ack 101 <>")
        .ExpectInformation(i => i.SendMaximumSegment, 1460)
        .Read(100);

    [Fact]
    [Requirement("RFC 9293", "MUST-15")]
    public void Without_an_option_segments_have_536_octets() => Established(new() { Options = "" })
        .Write(1000)
        .Expect(". 1:537(536)")
        .Inject(". 1:1(0) ack 537")
        .Expect("P. 537:1001(464)")
        .Inject(". 1:1(0) ack 1001");

    [Theory]
    [InlineData(1460, 1500, 1460)]
    [InlineData(9000, 1500, 1460)]
    [InlineData(500, 1500, 500)]
    [InlineData(1460, 1000, 960)]
    [Requirement("RFC 9293", "MUST-14")]
    [Requirement("RFC 9293", "MUST-16")]
    [Requirement("RFC 9293", "SHLD-28")]
    public void Segments_are_as_large_as_the_peer_and_the_path_take(int offered, int mtu, int expected) =>
        Established(new() { Mtu = mtu, Options = $"mss {offered}" })
            .Write(3 * expected)
            .Expect($". 1:{1 + expected}({expected})")
            .Expect($". {1 + expected}:{1 + (2 * expected)}({expected})")
            .Expect($"P. {1 + (2 * expected)}:{1 + (3 * expected)}({expected})")
            .Inject($". 1:1(0) ack {1 + (3 * expected)}");

    [Fact]
    [Requirement("RFC 9293", "MUST-16")]
    [Requirement("RFC 7323", "A-2")]
    public void Options_on_every_segment_make_its_text_shorter() =>
        Established(new() { Options = "mss 1460,nop,nop,TS val 100 ecr 0", AcknowledgmentOptions = "nop,nop,TS val 100 ecr 1" })
            .Write(2896)
            .Expect(". 1:1449(1448) <nop,nop,TS val 1 ecr 100>")
            .Expect("P. 1449:2897(1448) <nop,nop,TS val 1 ecr 100>")
            .Inject(". 1:1(0) ack 2897 <nop,nop,TS val 101 ecr 1>");

    [Fact]
    [Requirement("RFC 9293", "MUST-65")]
    public void Only_a_syn_has_a_maximum_segment_size() => Established()
        .Write(100)
        .Expect("P. 1:101(100) <>")
        .Inject("P. 1:101(100) ack 101")
        .ExpectAfter(40, ". 101:101(0) ack 101 <>");

    [Fact]
    [Requirement("RFC 9293", "SHLD-6")]
    [Requirement("RFC 1191", "6.4")]
    public void A_path_with_a_smaller_mtu_makes_segments_smaller() => Established()
        .Write(1460)
        .Expect("P. 1:1461(1460)")
        .InjectError(NetworkErrorKind.MessageSize, ". 1:1461(1460)", 1000)
        .Expect(". 1:961(960)")
        .Expect("P. 961:1461(500)")
        .Inject(". 1:1(0) ack 1461")
        .Write(1920)
        .Expect(". 1461:2421(960)")
        .Expect("P. 2421:3381(960)")
        .Inject(". 1:1(0) ack 3381");

    [Fact]
    [Requirement("RFC 9293", "MUST-69")]
    public void The_header_is_padded_with_zeros()
    {
        // Every option that we send is padded by no-operations in front to a multiple of four octets, so that nothing is left to fill.
        var script = Connecting().Expect("S 0:0(0) <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>");
        script.Inject("S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 3>").Expect(". 1:1(0) ack 1 <>");
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-2")]
    [Requirement("RFC 9293", "MUST-3")]
    public void A_segment_with_a_wrong_checksum_is_dropped() => Established() // the script checks every checksum of ours
        .InjectCorrupted("P. 1:101(100) ack 1")
        .ExpectNothing(1000)
        .ExpectDrop(DropReason.BadChecksum)
        .ExpectReadable(0);

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(15)]
    public void A_wrong_data_offset_is_dropped(byte words) => Established()
        .Inject("P. 1:11(10) ack 1", s => s[12] = (byte)(words << 4))
        .ExpectNothing(1000)
        .ExpectDrop(DropReason.HeaderMalformed);

    [Fact]
    public void Reserved_bits_are_ignored() => Established()
        .Inject("P. 1:11(10) ack 1", s => s[12] |= 0x0F)
        .ExpectAfter(40, ". 1:1(0) ack 11")
        .Read(10);

    // From port 40000 to 8080, with the script's initial number, a window of 65535, and these options.
    private static byte[] Syn(byte[] options) =>
    [
        0x9C, 0x40, 0x1F, 0x90, 0xFF, 0xFF, 0xFD, 0x00, 0, 0, 0, 0, (byte)((20 + options.Length) / 4 << 4), 2, 0xFF, 0xFF, 0, 0, 0, 0, .. options,
    ];
}
