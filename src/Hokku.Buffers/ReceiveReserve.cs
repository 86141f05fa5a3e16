namespace Hokku.Buffers;

/// <summary>
/// Chunks that wait to be read into behind a buffer's first one, for a device that does not know how long its next frame is: a short frame costs
/// nothing for those that it did not need. Used by one thread at a time.
/// </summary>
public sealed unsafe class ReceiveReserve
{
    private readonly BufferPool _pool;
    private readonly IoVector[] _vectors;
    private readonly nint[] _chunks;

    // So many at the beginning have been used up and not replaced yet.
    private int _missing;

    /// <summary>Makes a reserve without chunks.</summary>
    /// <param name="pool">Where they come from.</param>
    /// <param name="octets">How many to be ready for, at least.</param>
    public ReceiveReserve(BufferPool pool, int octets)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(octets);
        _pool = pool;
        _missing = (octets + BufferPool.ChunkSize - 1) / BufferPool.ChunkSize;
        _vectors = new IoVector[_missing];
        _chunks = new nint[_missing];
    }

    /// <summary>The memory to be read into, 2048 octets each; fewer while the pool's limit is reached.</summary>
    public ReadOnlySpan<IoVector> Vectors => _vectors.AsSpan(_missing);

    /// <summary>Replaces what was used. False when the pool's limit is reached.</summary>
    public bool TryFill()
    {
        if (_missing == 0)
            return true;
        var chain = _pool.TakeChunks(_missing);
        if (chain is null)
            return false;
        for (; chain is not null; chain = chain->Next)
        {
            _chunks[--_missing] = (nint)chain;
            _vectors[_missing] = new IoVector((nint)chain->Memory, BufferPool.ChunkSize);
        }

        return true;
    }

    /// <summary>The first octets of the memory are data now: their chunks go behind the data of a buffer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not so much memory.</exception>
    public void MoveTo(NetBuffer buffer, int octets)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if ((uint)octets > (uint)(Vectors.Length * BufferPool.ChunkSize))
            throw new ArgumentOutOfRangeException(nameof(octets), octets, "More than was prepared.");
        for (; octets > 0; octets -= BufferPool.ChunkSize)
            buffer.AppendChunk((BufferChunk*)_chunks[_missing++], Math.Min(octets, BufferPool.ChunkSize));
    }

    /// <summary>Gives all chunks back.</summary>
    public void Free()
    {
        for (; _missing < _chunks.Length; _missing++)
            BufferPool.Release((BufferChunk*)_chunks[_missing]);
    }
}
