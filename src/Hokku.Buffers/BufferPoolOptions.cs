namespace Hokku.Buffers;

/// <summary>How a <see cref="BufferPool"/> behaves.</summary>
public sealed record BufferPoolOptions
{
    /// <summary>The most memory that chunks may take, in octets; when it is used up, allocations fail and are counted.</summary>
    public long MaximumOctets { get; init; } = 64 << 20;

    /// <summary>Octets left free in front of a new buffer's data: room for every header of a chain.</summary>
    public int HeadRoom { get; init; } = 128;

    /// <summary>Catches double free, use after free and leaks, at the price of speed and memory.</summary>
    public bool Debug { get; init; }
}
