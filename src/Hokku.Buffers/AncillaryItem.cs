namespace Hokku.Buffers;

/// <summary>One item of ancillary data.</summary>
public readonly ref struct AncillaryItem(int level, int type, ReadOnlySpan<byte> octets)
{
    public int Level { get; } = level;

    public int Type { get; } = type;

    public ReadOnlySpan<byte> Octets { get; } = octets;
}
