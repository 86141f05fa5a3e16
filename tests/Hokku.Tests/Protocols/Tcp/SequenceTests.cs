using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class SequenceTests
{
    // RFC 9293, table 6: length, window, and where the segment begins relative to RCV.NXT.
    [Theory]
    [Requirement("RFC 9293", "3.10.7.4")]
    [InlineData(0, 0, 0, true)]
    [InlineData(0, 0, 1, false)]
    [InlineData(0, 0, -1, false)]
    [InlineData(0, 100, 0, true)]
    [InlineData(0, 100, 99, true)]
    [InlineData(0, 100, 100, false)]
    [InlineData(0, 100, -1, false)]
    [InlineData(10, 0, 0, false)]
    [InlineData(10, 0, -5, false)]
    [InlineData(10, 100, 0, true)]
    [InlineData(10, 100, 99, true)]
    [InlineData(10, 100, 100, false)]
    [InlineData(10, 100, -9, true)]
    [InlineData(10, 100, -10, false)]
    [InlineData(1000, 100, -50, true)]
    public void Segments_are_acceptable_by_the_table(int length, uint window, int offset, bool expected)
    {
        foreach (uint next in (uint[])[0, 5, 1u << 31, uint.MaxValue - 3])
            Assert.Equal(expected, SegmentAcceptance.IsAcceptable(new SequenceNumber(next) + offset, length, new(next), window));
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-8")]
    [Requirement("RFC 9293", "MUST-9")]
    public void NUMBER_JACK_initial_numbers_cannot_be_foreseen()
    {
        var choice = new InitialSequenceNumber(new UInt128(5, 7), new UInt128(11, 13));
        var seen = new HashSet<uint>();
        var bits = new int[32];
        const int Count = 100_000;
        for (int i = 0; i < Count; i++)
        {
            uint number = choice.For(Key((ushort)(i & 0xFFFF), (byte)(i >> 16)), TimeSpan.Zero).Value;
            seen.Add(number);
            for (int bit = 0; bit < 32; bit++)
                bits[bit] += (int)(number >> bit & 1);
        }

        Assert.All(bits, ones => Assert.InRange(ones, Count * 0.49, Count * 0.51));
        Assert.InRange(seen.Count, Count - 10, Count);
    }

    [Fact]
    public void Initial_numbers_of_one_connection_rise_with_the_clock()
    {
        var choice = new InitialSequenceNumber(new UInt128(6, 8), new UInt128(12, 14));
        var first = choice.For(Key(1, 1), TimeSpan.FromSeconds(1));
        Assert.Equal(250_000, choice.For(Key(1, 1), TimeSpan.FromSeconds(2)) - first);
        Assert.NotEqual(choice.TimestampOffset(Key(1, 1)), choice.TimestampOffset(Key(2, 1)));
    }

    private static ConnectionKey Key(ushort port, byte host) =>
        new(new NetAddress(new IPv4Address(10, 0, 0, 1), port), new NetAddress(new IPv4Address(10, 0, 1, host), 80));
}
