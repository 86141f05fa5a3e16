using System.Buffers.Binary;
using System.Numerics;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>
/// The entropy of tests and simulations: xoshiro256** (Blackman and Vigna, 2018), the same numbers for the same seed. Predictable: never on
/// a real network.
/// </summary>
public sealed class SeededEntropy : IEntropy
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededEntropy(ulong seed)
    {
        Seed = seed;
        _a = Mix(ref seed);
        _b = Mix(ref seed);
        _c = Mix(ref seed);
        _d = Mix(ref seed);
    }

    /// <summary>What it was made from; printed when a test fails.</summary>
    public ulong Seed { get; }

    public void Fill(Span<byte> octets)
    {
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
            BinaryPrimitives.WriteUInt64LittleEndian(octets, NextUInt64());
        if (octets.IsEmpty)
            return;
        Span<byte> rest = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(rest, NextUInt64());
        rest[..octets.Length].CopyTo(octets);
    }

    public uint NextUInt32() => (uint)(NextUInt64() >> 32);

    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    public uint Below(uint bound) => UnbiasedNumber.Below(this, bound);

    /// <summary>An independent source that the same seed always gives: one for each host of a simulation.</summary>
    public SeededEntropy Fork() => new(NextUInt64());

    // SplitMix64: no seed gives the state of zeros that xoshiro never leaves.
    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
