namespace Hokku.Wire.Tcp;

/// <summary>Up to four SACK blocks (RFC 2018, 3), inline, in the order the receiver sent them.</summary>
public readonly record struct SackBlocks
{
    /// <summary>As many as 40 octets of options can hold.</summary>
    public const int Most = 4;

    private readonly SackBlock _first;
    private readonly SackBlock _second;
    private readonly SackBlock _third;
    private readonly SackBlock _fourth;

    /// <summary>Keeps the first four blocks of a list.</summary>
    public SackBlocks(ReadOnlySpan<SackBlock> blocks)
    {
        Count = Math.Min(blocks.Length, Most);
        _first = Count > 0 ? blocks[0] : default;
        _second = Count > 1 ? blocks[1] : default;
        _third = Count > 2 ? blocks[2] : default;
        _fourth = Count > 3 ? blocks[3] : default;
    }

    public int Count { get; }

    /// <summary>The block at a place below <see cref="Count"/>.</summary>
    public SackBlock this[int index] => index switch
    {
        0 when Count > 0 => _first,
        1 when Count > 1 => _second,
        2 when Count > 2 => _third,
        3 when Count > 3 => _fourth,
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} blocks."),
    };
}
