using Hokku.Stack;

namespace Hokku.Testing;

/// <summary>Fast numbers for campaigns; slightly biased, which hurts nobody here.</summary>
internal sealed class CampaignRandom(ulong seed)
{
    private readonly SeededEntropy _source = new(seed);
    private ulong _bits;
    private int _left;

    /// <summary>A number from 0 to below the bound, which is at most 65536.</summary>
    public int Below(int bound)
    {
        if (_left == 0)
        {
            _bits = _source.NextUInt64();
            _left = 3;
        }

        _left--;
        uint bits = (uint)_bits & 0x1F_FFFF;
        _bits >>= 21;
        return (int)(bits * (ulong)bound >> 21);
    }

    public bool OneIn(int many) => Below(many) == 0;

    public uint Next() => _source.NextUInt32();
}
