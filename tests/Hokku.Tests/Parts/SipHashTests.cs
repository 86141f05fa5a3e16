using System.Runtime.InteropServices;
using Hokku.Parts;
using Xunit;

namespace Hokku.Tests.Parts;

public class SipHashTests
{
    private static readonly SipKey Key = new(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908);

    // From the reference implementation's test vectors: key 00..0f, input 00, 01, ... of that length.
    [Theory]
    [InlineData(0, 0x726F_DB47_DD0E_0E31)]
    [InlineData(8, 0x93F5_F579_9A93_2462)]
    [InlineData(15, 0xA129_CA61_49BE_45E5)]
    public void It_gives_the_numbers_of_the_paper(int length, ulong expected)
    {
        byte[] octets = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        Assert.Equal(expected, SipHash.Compute(Key, octets));
    }

    [Fact]
    public void Words_are_hashed_as_their_octets()
    {
        ulong[] words = [1, 2, 0xFEDC_BA98_7654_3210];
        Assert.Equal(SipHash.Compute(Key, MemoryMarshal.AsBytes<ulong>(words)), SipHash.Compute(Key, words));
    }
}
