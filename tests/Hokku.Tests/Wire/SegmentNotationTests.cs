using CsCheck;
using Hokku.Wire;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>Segments as text: what is printed reads back, and what is wrong is pointed at.</summary>
public sealed class SegmentNotationTests
{
    private static readonly SequenceNumber Near = new(0xFFFF_FFF0);

    [Theory]
    [InlineData("S 0:0(0) win 65535 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>")]
    [InlineData("S. 0:0(0) ack 1 win 65535 <mss 1460,nop,nop,sackOK,nop,wscale 7>")]
    [InlineData("P. 1:1461(1460) ack 1 win 65535")]
    [InlineData(". 1:1(0) ack 1461 win 100 <nop,nop,TS val 4294967295 ecr 7,nop,nop,sack 2921:4381 5841:7301>")]
    [InlineData("FPU. 1:11(10) ack 1 win 0 urg 5")]
    [InlineData("R 1:1(0) win 0")]
    [InlineData("- 0:0(0) win 1")]
    [InlineData("SEW 0:0(0) win 65535")]
    public void What_is_read_prints_the_same(string text)
    {
        var segment = SegmentNotation.Parse(text, Near, new(0x8000_0000));
        Assert.Equal(text, SegmentNotation.Format(segment, Near, new(0x8000_0000)));
    }

    [Fact]
    public void Any_segment_prints_and_reads_back() =>
        Gen.Select(Generators.Tcp, Gen.Int[0, 65535], Gen.UInt, Gen.UInt).Sample((segment, payload, sequence, acknowledgment) =>
        {
            segment = segment with
            {
                SourcePort = default,
                DestinationPort = default,
                PayloadLength = payload,
                HeaderLength = 0,
                Acknowledgment = segment.IsAcknowledgment ? segment.Acknowledgment : new(0),
                UrgentPointer = segment.IsUrgent ? segment.UrgentPointer : (ushort)0,
            };
            string text = SegmentNotation.Format(segment, new(sequence), new(acknowledgment));
            Assert.Equal(segment, SegmentNotation.Parse(text, new(sequence), new(acknowledgment)));
        });

    [Fact]
    public void Numbers_are_relative_across_the_wrap()
    {
        var segment = SegmentNotation.Parse(". 1:101(100) ack 20", Near, Near);
        Assert.Equal(0xFFFF_FFF1u, segment.Sequence.Value);
        Assert.Equal(4u, segment.Acknowledgment.Value);
        Assert.Equal(0x55u, segment.End.Value);
    }

    [Fact]
    public void Parts_that_are_not_named_are_not_printed_for_comparison()
    {
        Assert.True(SegmentNotation.TryParse(". 1:1(0) ack 5", default, default, out var segment, out var parts, out _));
        Assert.Equal(SegmentParts.Acknowledgment, parts);
        Assert.Equal(". 1:1(0) ack 5", SegmentNotation.Format(segment, parts: parts));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("X 0:0(0)", 1)]
    [InlineData("S", 2)]
    [InlineData("S 0:5(4)", 9)]
    [InlineData("S 0:0(0) foo", 10)]
    [InlineData("S 0:0(0) win 65536", 14)]
    [InlineData("S 0:0(0) <mss>", 11)]
    [InlineData("S 0:0(0) <mss 1460", 19)]
    [InlineData("S 0:0(0) <wscale 15>", 18)]
    [InlineData("S 0:0(0) <sack 1:2 3:4 5:6 7:8 9:10>", 36)]
    [InlineData("S 4294967296:0(0)", 3)]
    public void What_is_wrong_is_pointed_at(string text, int column)
    {
        var error = Assert.Throws<FormatException>(() => SegmentNotation.Parse(text));
        Assert.Contains($"at column {column} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_whatever_is_read_or_refused() =>
        Gen.Char["SFRP.-:()<>, 0123456789ackwinurgmsTSvalecropOK"].Array[0, 60].Sample(text =>
            SegmentNotation.TryParse(text, default, default, out _, out _, out string? error) == error is null);
}
