namespace Hokku.Buffers;

/// <summary>What a <see cref="BufferPool"/> has given out, at one moment.</summary>
/// <param name="BuffersInUse">Buffers not yet freed.</param>
/// <param name="ChunksInUse">Chunks that some buffer refers to.</param>
/// <param name="PeakChunks">The most chunks ever in use at once.</param>
/// <param name="ChunksOwned">Chunks that exist, in use or free.</param>
/// <param name="TotalBuffers">Buffers ever given out.</param>
/// <param name="Failures">Allocations refused because the limit was reached.</param>
public readonly record struct BufferPoolStatistics(
    long BuffersInUse, long ChunksInUse, long PeakChunks, long ChunksOwned, long TotalBuffers, long Failures)
{
    /// <summary>Memory in use, in octets.</summary>
    public long OctetsInUse => ChunksInUse * BufferPool.ChunkSize;

    /// <summary>Memory held, in octets.</summary>
    public long OctetsOwned => ChunksOwned * BufferPool.ChunkSize;
}
