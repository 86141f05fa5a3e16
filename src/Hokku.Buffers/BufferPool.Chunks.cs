using System.Runtime.InteropServices;

namespace Hokku.Buffers;

/// <content>Slabs and chunks.</content>
public sealed unsafe partial class BufferPool
{
    private const int ChunksPerSlab = 64;
    private const byte Poison = 0xDB;

    private readonly long _chunkLimit;
    private readonly List<nint> _slabs = [];
    private BufferChunk* _free;
    private long _chunksInUse;
    private long _peakChunks;
    private long _chunksOwned;

    private BufferChunk* _freeForeign;
    private readonly List<IForeignMemory?> _foreignOwners = [];
    private nint[] _foreignCookies = [];

    /// <summary>The pool that a chunk returns to.</summary>
    internal static BufferPool Of(BufferChunk* chunk) => (BufferPool)GCHandle.FromIntPtr(chunk->Pool).Target!;

    /// <summary>Gives up one reference to a chunk of any pool.</summary>
    internal static void Release(BufferChunk* chunk)
    {
        if (!chunk->IsSole && Interlocked.Decrement(ref chunk->References) != 0)
            return;
        chunk->Next = null;
        if (chunk->IsForeign)
            Of(chunk).ReturnForeign(chunk);
        else
            Of(chunk).ReturnChunks(chunk);
    }

    /// <summary>A chain of chunks, all of them or, when the limit is reached (counted), null.</summary>
    internal BufferChunk* TakeChunks(int count)
    {
        BufferChunk* chain = null;
        Enter();
        for (var i = 0; i < count; i++)
        {
            var chunk = TakeFree();
            if (chunk is null)
            {
                _failures++;
                PutFreeChain(chain);
                Leave();
                return null;
            }
            chunk->Next = chain;
            chain = chunk;
        }
        _chunksInUse += count;
        if (_chunksInUse > _peakChunks)
            _peakChunks = _chunksInUse;
        Leave();
        return chain;
    }

    /// <summary>A header for foreign memory, or null when the limit is reached (counted).</summary>
    internal BufferChunk* TakeForeign(nint memory, int length, IForeignMemory owner, nint cookie)
    {
        Enter();
        var chunk = _disposed ? null : _freeForeign;
        if (chunk is null && !_disposed && _foreignOwners.Count < _chunkLimit)
            chunk = AddForeignSlab();
        if (chunk is null)
        {
            _failures++;
            Leave();
            return null;
        }
        _freeForeign = chunk->Next;
        _foreignOwners[chunk->Foreign] = owner;
        _foreignCookies[chunk->Foreign] = cookie;
        _chunksInUse++;
        Leave();
        chunk->Memory = (byte*)memory;
        chunk->Capacity = length;
        chunk->References = 1;
        chunk->Next = null;
        return chunk;
    }

    /// <summary>Takes back a chain of the pool's own chunks that nobody refers to.</summary>
    internal void ReturnChunks(BufferChunk* chain)
    {
        if (_ledger is not null)
        {
            for (var chunk = chain; chunk is not null; chunk = chunk->Next)
                new Span<byte>(chunk->Memory, ChunkSize).Fill(Poison);
        }
        Enter();
        for (var chunk = chain; chunk is not null;)
        {
            var next = chunk->Next;
            PutFree(chunk);
            _chunksInUse--;
            chunk = next;
        }
        if (_disposed)
            LeaveDisposed();
        else
            Leave();
    }

    private void ReturnForeign(BufferChunk* chunk)
    {
        Enter();
        var owner = _foreignOwners[chunk->Foreign]!;
        var cookie = _foreignCookies[chunk->Foreign];
        _foreignOwners[chunk->Foreign] = null;
        chunk->Next = _freeForeign;
        _freeForeign = chunk;
        _chunksInUse--;
        if (_disposed)
            LeaveDisposed();
        else
            Leave();
        owner.Release(cookie);
    }

    /// <summary>One free chunk with a reference count of 1, or null; inside the lock.</summary>
    private BufferChunk* TakeFree()
    {
        if (_disposed)
            return null;
        if (_free is null && !TakeFromReady() && !AddSlab())
            return null;
        var chunk = _free;
        _free = chunk->Next;
        chunk->Next = null;
        chunk->References = 1;
        chunk->Generation++;
        if (_ledger is not null && chunk->Generation > 1)
            CheckPoison(chunk);
        return chunk;
    }

    private void PutFree(BufferChunk* chunk)
    {
        chunk->References = 0;
        chunk->Next = _free;
        _free = chunk;
    }

    private void PutFreeChain(BufferChunk* chain)
    {
        while (chain is not null)
        {
            var next = chain->Next;
            PutFree(chain);
            chain = next;
        }
    }

    /// <summary>A buffer that waits with a chunk of its own gives it up.</summary>
    private bool TakeFromReady()
    {
        if (_readyCount == 0)
            return false;
        var buffer = _ready[--_readyCount];
        PutFree(buffer.TakeKeptChunk());
        if (_bareCount == _bare.Length)
            Array.Resize(ref _bare, 2 * _bare.Length);
        _bare[_bareCount++] = buffer;
        return true;
    }

    private bool AddSlab()
    {
        var count = (int)Math.Min(ChunksPerSlab, _chunkLimit - _chunksOwned);
        if (count <= 0)
            return false;
        var memory = (byte*)NativeMemory.AlignedAlloc((nuint)count * ChunkSize, 4096);
        var chunks = NewHeaders(count);
        _slabs.Add((nint)memory);
        _chunksOwned += count;
        for (var i = count - 1; i >= 0; i--)
        {
            chunks[i].Memory = memory + i * ChunkSize;
            chunks[i].Capacity = ChunkSize;
            chunks[i].Foreign = -1;
            PutFree(&chunks[i]);
        }
        return true;
    }

    private BufferChunk* AddForeignSlab()
    {
        var chunks = NewHeaders(ChunksPerSlab);
        var first = _foreignOwners.Count;
        for (var i = ChunksPerSlab - 1; i >= 0; i--)
        {
            chunks[i].Foreign = first + i;
            chunks[i].Next = _freeForeign;
            _freeForeign = &chunks[i];
        }
        for (var i = 0; i < ChunksPerSlab; i++)
            _foreignOwners.Add(null);
        Array.Resize(ref _foreignCookies, _foreignOwners.Count);
        return _freeForeign;
    }

    private BufferChunk* NewHeaders(int count)
    {
        var chunks = (BufferChunk*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(BufferChunk)), 64);
        new Span<BufferChunk>(chunks, count).Clear();
        for (var i = 0; i < count; i++)
            chunks[i].Pool = _handle;
        _slabs.Add((nint)chunks);
        return chunks;
    }

    private void CheckPoison(BufferChunk* chunk)
    {
        var octets = new ReadOnlySpan<byte>(chunk->Memory, ChunkSize);
        var at = octets.IndexOfAnyExcept(Poison);
        if (at >= 0)
            _ledger!.Report($"Octet {at} of a chunk was written after the chunk had been freed (life {chunk->Generation - 1}).");
    }

    private void CheckFreeChunks()
    {
        if (_ledger is null)
            return;
        Enter();
        for (var chunk = _free; chunk is not null; chunk = chunk->Next)
        {
            if (chunk->Generation > 0)
                CheckPoison(chunk);
        }
        Leave();
    }

    private void FreeSlabs()
    {
        foreach (var slab in _slabs)
            NativeMemory.AlignedFree((void*)slab);
        _slabs.Clear();
        _free = _freeForeign = null;
        GCHandle.FromIntPtr(_handle).Free();
    }
}
