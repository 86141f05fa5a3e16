using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>Addresses as strings of bits, first octet first, whatever their family.</summary>
internal static class AddressBits
{
    /// <summary>The six bits from <paramref name="bit"/> on. Beyond the address the bits mean nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Chunk(in NetAddress address, int bit) => (int)((Word(address, bit >> 3) << (bit & 7)) >> 58);

    /// <summary>Whether both begin with the same <paramref name="count"/> bits.</summary>
    public static bool Share(in NetAddress a, in NetAddress b, int count)
    {
        for (int octet = 0; count > 0; octet += 8, count -= 64)
        {
            ulong differing = Word(a, octet) ^ Word(b, octet);
            if (differing != 0 && BitOperations.LeadingZeroCount(differing) < count)
                return false;
        }

        return true;
    }

    /// <summary>Orders addresses by their bits.</summary>
    public static int Compare(in NetAddress a, in NetAddress b) => a.Octets.SequenceCompareTo(b.Octets);

    /// <summary>The 64 bits from an octet on. An address is 32 octets with its own first, which is 20 at most: they are inside of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(in NetAddress address, int octet)
    {
        ref byte first = ref Unsafe.As<NetAddress, byte>(ref Unsafe.AsRef(in address));
        ulong word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref first, (nint)octet));
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
    }
}
