using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hokku.Parts;

/// <summary>SipHash-1-3: half the work of <see cref="SipHash"/>, for tables that are looked up for every packet and never show a hash to anybody.</summary>
internal static class SipHash13
{
    /// <summary>Hashes octets.</summary>
    public static ulong Compute(in SipKey key, ReadOnlySpan<byte> octets)
    {
        var v0 = key.First ^ 0x736F_6D65_7073_6575;
        var v1 = key.Second ^ 0x646F_7261_6E64_6F6D;
        var v2 = key.First ^ 0x6C79_6765_6E65_7261;
        var v3 = key.Second ^ 0x7465_6462_7974_6573;
        var last = (ulong)octets.Length << 56;
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(octets);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }
        for (var i = 0; i < octets.Length; i++)
            last |= (ulong)octets[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xFF;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
