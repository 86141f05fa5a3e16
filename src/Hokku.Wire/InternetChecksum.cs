using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;

namespace Hokku.Wire;

/// <summary>
/// The Internet checksum (RFC 1071): the one's complement of the one's complement sum of 16-bit words. Partial sums are plain
/// numbers of at most 16 bits, in host order, so that they and any header field may be added up in a uint before
/// <see cref="Finish"/>.
/// </summary>
public static partial class InternetChecksum
{
    /// <summary>The partial sum of octets that begin at an even offset; an odd last octet is padded with zero.</summary>
    public static uint Sum(ReadOnlySpan<byte> octets)
    {
        ref byte first = ref MemoryMarshal.GetReference(octets);
        return HostOrder(Run<Reading>(ref first, ref first, (nuint)octets.Length));
    }

    /// <summary>Copies and sums in one pass, at the price of the copy alone.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than the source.</exception>
    public static uint CopyAndSum(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length < source.Length)
            throw new ArgumentException($"The destination has {destination.Length} octets, {source.Length} are needed.", nameof(destination));
        return HostOrder(Run<Copying>(ref MemoryMarshal.GetReference(source), ref MemoryMarshal.GetReference(destination), (nuint)source.Length));
    }

    /// <summary>Adds the partial sum of a piece that begins <paramref name="offset"/> octets into the whole: at an odd one its octets change places.</summary>
    public static uint Combine(uint sum, uint piece, int offset) =>
        (uint)Fold(sum) + ((offset & 1) == 0 ? Fold(piece) : BinaryPrimitives.ReverseEndianness(Fold(piece)));

    /// <summary>Folds carries into 16 bits.</summary>
    public static ushort Fold(uint sum)
    {
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)(sum + (sum >> 16));
    }

    /// <summary>The checksum field, in host order, for a complete sum.</summary>
    public static ushort Finish(uint sum) => (ushort)~Fold(sum);

    /// <summary>As <see cref="Finish"/>, but never 0, which UDP keeps for "no checksum" (RFC 768).</summary>
    public static ushort FinishNonZero(uint sum)
    {
        ushort checksum = Finish(sum);
        return checksum == 0 ? (ushort)0xFFFF : checksum;
    }

    /// <summary>The checksum field, in host order, of octets in which that field is zero.</summary>
    public static ushort Compute(ReadOnlySpan<byte> octets) => Finish(Sum(octets));

    /// <summary>Whether a sum over octets that include their checksum field says that they arrived whole.</summary>
    public static bool IsValid(uint sum) => Fold(sum) == 0xFFFF;

    /// <summary>Whether octets that include their checksum field arrived whole.</summary>
    public static bool IsValid(ReadOnlySpan<byte> octets) => IsValid(Sum(octets));

    /// <summary>The checksum field after one 16-bit word changed (RFC 1624, equation 3).</summary>
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        Finish((uint)(ushort)~checksum + (ushort)~before + after);

    /// <summary>The checksum field after a 32-bit field at an even offset, such as an address, changed (RFC 1624).</summary>
    public static ushort Update(ushort checksum, uint before, uint after) =>
        Update(Update(checksum, (ushort)(before >> 16), (ushort)(after >> 16)), (ushort)before, (ushort)after);

    /// <summary>The partial sum of the pseudo header (RFC 9293, 3.1; RFC 8200, 8.1) of any family's address pair.</summary>
    /// <param name="source">The source address; its port does not count.</param>
    /// <param name="destination">The destination address.</param>
    /// <param name="protocol">The transport protocol's number.</param>
    /// <param name="length">Octets of transport header and payload.</param>
    public static uint PseudoHeader(in NetAddress source, in NetAddress destination, byte protocol, int length) =>
        source.Family == NetFamily.Internet && destination.Family == NetFamily.Internet
            ? PseudoHeader(source.IPv4, destination.IPv4, protocol, length)
            : Sum(source.Octets) + Sum(destination.Octets) + protocol + Fold((uint)length);

    /// <summary>The partial sum of the IPv4 pseudo header.</summary>
    public static uint PseudoHeader(IPv4Address source, IPv4Address destination, byte protocol, int length) =>
        (uint)Fold(source.Value) + Fold(destination.Value) + protocol + Fold((uint)length);

    // One's complement sums do not care for octet order until the end (RFC 1071, 2 B): add native words, swap once.
    private static uint HostOrder(ulong native)
    {
        ulong folded = (native & 0xFFFF_FFFF) + (native >> 32);
        folded = (folded & 0xFFFF_FFFF) + (folded >> 32);
        ushort sum = Fold((uint)folded);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(sum) : sum;
    }
}
