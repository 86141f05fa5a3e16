using CsCheck;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>The checksum against a reference that adds word by word (RFC 1071).</summary>
public sealed class InternetChecksumTests
{
    [Fact]
    public void The_example_of_rfc_1071_sums_to_ddf2() =>
        Assert.Equal(0xDDF2u, InternetChecksum.Sum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]));

    [Fact]
    public void Every_length_to_300_at_every_alignment_equals_the_reference()
    {
        byte[] octets = new byte[400];
        new Random(1).NextBytes(octets);
        byte[] copy = new byte[400];
        for (int offset = 0; offset < 33; offset++)
        {
            for (int length = 0; length <= 300; length++)
            {
                var piece = octets.AsSpan(offset, length);
                uint expected = Reference(piece);
                Assert.Equal(expected, InternetChecksum.Sum(piece));
                Array.Clear(copy);
                Assert.Equal(expected, InternetChecksum.CopyAndSum(piece, copy.AsSpan(offset)));
                Assert.True(copy.AsSpan(offset, length).SequenceEqual(piece));
                Assert.False(copy.AsSpan(offset + length).ContainsAnyExcept((byte)0));
            }
        }
    }

    [Fact]
    public void Octets_of_all_ones_lose_no_carry()
    {
        byte[] octets = new byte[65535];
        octets.AsSpan().Fill(0xFF);
        for (int length = 65400; length <= octets.Length; length++)
            Assert.Equal(Reference(octets.AsSpan(0, length)), InternetChecksum.Sum(octets.AsSpan(0, length)));
    }

    [Fact]
    public void Any_octets_split_anywhere_combine_to_the_whole() =>
        Gen.Byte.Array[0, 5000].SelectMany(octets => Gen.Int[0, octets.Length].Select(at => (octets, at))).Sample(t =>
        {
            uint first = InternetChecksum.Sum(t.octets.AsSpan(0, t.at));
            uint second = InternetChecksum.Sum(t.octets.AsSpan(t.at));
            return InternetChecksum.Finish(InternetChecksum.Combine(first, second, t.at)) == InternetChecksum.Compute(t.octets)
                && InternetChecksum.Sum(t.octets) == Reference(t.octets);
        });

    [Fact]
    public void A_message_with_its_checksum_is_valid_and_with_a_flipped_bit_is_not() =>
        Gen.Select(Gen.Byte.Array[4, 200], Gen.Int[0, 1599]).Sample((octets, bit) =>
        {
            octets[0] = octets[1] = 0;
            ushort checksum = InternetChecksum.Compute(octets);
            (octets[0], octets[1]) = ((byte)(checksum >> 8), (byte)checksum);
            Assert.True(InternetChecksum.IsValid(octets));
            octets[bit / 8 % octets.Length] ^= (byte)(1 << (bit % 8));
            Assert.False(InternetChecksum.IsValid(octets));
        });

    [Fact]
    public void A_changed_word_updates_the_checksum_as_rfc_1624_says() =>
        Gen.Select(Gen.Byte.Array[8, 8], Gen.UInt).Sample((octets, after) =>
        {
            octets[0] = 0x45; // The all-zero sum is the one case that the update cannot tell from all ones.
            uint before = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan(4));
            ushort checksum = InternetChecksum.Compute(octets);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(4), after);
            Assert.Equal(InternetChecksum.Compute(octets), InternetChecksum.Update(checksum, before, after));
        });

    [Fact]
    public void The_example_of_rfc_1624_gives_zero() => Assert.Equal(0x0000, InternetChecksum.Update(0xDD2F, (ushort)0x5555, 0x3285));

    [Fact]
    public void The_pseudo_header_of_an_address_pair_is_what_summing_its_octets_gives() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.Byte, Gen.Int[0, 65535]).Sample((source, destination, protocol, length) =>
        {
            byte[] octets = new byte[12];
            new IPv4Address(source).Write(octets);
            new IPv4Address(destination).Write(octets.AsSpan(4));
            octets[9] = protocol;
            (octets[10], octets[11]) = ((byte)(length >> 8), (byte)length);
            var from = new NetAddress(new IPv4Address(source), 7);
            var to = new NetAddress(new IPv4Address(destination), 9);
            Assert.Equal(InternetChecksum.Compute(octets), InternetChecksum.Finish(InternetChecksum.PseudoHeader(from, to, protocol, length)));
        });

    [Fact]
    public void The_pseudo_header_of_a_longer_family_sums_all_its_octets()
    {
        byte[] source = Convert.FromHexString("20010db8000000000000000000000001");
        byte[] destination = Convert.FromHexString("20010db8000000000000000000000002");
        byte[] whole = [.. source, .. destination, 0, 0, 5, 180, 0, 0, 0, 6];
        uint sum = InternetChecksum.PseudoHeader(
            new NetAddress(NetFamily.Internet6, source), new NetAddress(NetFamily.Internet6, destination), 6, 1460);
        Assert.Equal(InternetChecksum.Compute(whole), InternetChecksum.Finish(sum));
    }

    [Fact]
    public void Udp_never_sends_a_checksum_of_zero() => Assert.Equal(0xFFFF, InternetChecksum.FinishNonZero(0xFFFF));

    [Fact]
    public void Copying_into_too_little_room_is_refused() =>
        Assert.Throws<ArgumentException>(() => InternetChecksum.CopyAndSum(new byte[5], new byte[4]));

    private static uint Reference(ReadOnlySpan<byte> octets)
    {
        ulong sum = 0;
        for (int i = 0; i < octets.Length; i++)
            sum += (uint)octets[i] << ((i & 1) == 0 ? 8 : 0);
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (uint)sum;
    }
}
