using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hokku.Parts;

/// <summary>SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash for tables that the wire fills and for numbers that it must not guess.</summary>
public static class SipHash
{
    /// <summary>Hashes octets.</summary>
    public static ulong Compute(in SipKey key, ReadOnlySpan<byte> octets)
    {
        var state = new State(key);
        ulong last = (ulong)octets.Length << 56;
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
            state.Mix(BinaryPrimitives.ReadUInt64LittleEndian(octets));
        for (int i = 0; i < octets.Length; i++)
            last |= (ulong)octets[i] << (8 * i);
        state.Mix(last);
        return state.Finish();
    }

    /// <summary>Hashes words as if they were octets in little-endian order.</summary>
    public static ulong Compute(in SipKey key, ReadOnlySpan<ulong> words)
    {
        var state = new State(key);
        foreach (ulong word in words)
            state.Mix(word);
        state.Mix((ulong)words.Length << 59);
        return state.Finish();
    }

    private ref struct State(in SipKey key)
    {
        private ulong _v0 = key.First ^ 0x736F_6D65_7073_6575;
        private ulong _v1 = key.Second ^ 0x646F_7261_6E64_6F6D;
        private ulong _v2 = key.First ^ 0x6C79_6765_6E65_7261;
        private ulong _v3 = key.Second ^ 0x7465_6462_7974_6573;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Mix(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong Finish()
        {
            _v2 ^= 0xFF;
            for (int i = 0; i < 4; i++)
                Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
