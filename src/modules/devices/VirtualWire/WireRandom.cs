using System.Numerics;

namespace Hokku.Devices.VirtualWire;

/// <summary>The chance of one direction: xoshiro256** from a seed, the same on every machine and runtime.</summary>
internal struct WireRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public WireRandom(ulong seed)
    {
        _a = Spread(ref seed);
        _b = Spread(ref seed);
        _c = Spread(ref seed);
        _d = Spread(ref seed);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>From 0 to below 1.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to below the bound.</summary>
    public long Below(long bound) => bound <= 0 ? 0 : (long)(((UInt128)Next() * (ulong)bound) >> 64);

    // SplitMix64, as the authors of xoshiro advise for seeding.
    private static ulong Spread(ref ulong seed)
    {
        var z = seed += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
