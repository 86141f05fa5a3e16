using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hokku.Buffers;

/// <summary>
/// Where a stack's buffers come from: chunks of 2048 octets in slabs outside the GC heap, and the <see cref="NetBuffer"/>s that refer to them.
/// The one thread-safe part of a stack: device threads and applications allocate and free outside of it.
/// </summary>
public sealed unsafe partial class BufferPool : IDisposable
{
    /// <summary>The size of a chunk, in octets.</summary>
    public const int ChunkSize = 2048;

    // Clones have a buffer of their own and no chunk; this bounds them.
    private const int BuffersPerChunk = 4;

    private readonly BufferPoolOptions _options;
    private readonly BufferLedger? _ledger;
    private readonly nint _handle;

    // Everything below is guarded by _lock: a spin lock, held for a few instructions only.
    private int _lock;
    private bool _disposed;
    private bool _gone;

    // A buffer that nobody else refers to keeps its chunk when it is freed, so that a packet costs one push and one pop.
    private NetBuffer[] _ready = new NetBuffer[64];
    private int _readyCount;
    private NetBuffer[] _bare = new NetBuffer[64];
    private int _bareCount;
    private long _buffersOwned;
    private long _buffersInUse;
    private long _totalBuffers;
    private long _failures;

    /// <summary>Makes a pool; memory is taken when it is first needed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public BufferPool(BufferPoolOptions? options = null)
    {
        _options = options ?? new BufferPoolOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaximumOctets, ChunkSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.HeadRoom, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.HeadRoom, ChunkSize / 2, nameof(options));
        _chunkLimit = _options.MaximumOctets / ChunkSize;
        _ledger = _options.Debug ? new BufferLedger() : null;
        _handle = GCHandle.ToIntPtr(GCHandle.Alloc(this));
    }

    /// <summary>Octets in front of a new buffer's data, unless its creator says otherwise.</summary>
    public int HeadRoom => _options.HeadRoom;

    /// <summary>The most memory that chunks may take, in octets.</summary>
    public long MaximumOctets => _options.MaximumOctets;

    /// <summary>Whether misuse is looked for.</summary>
    public bool IsDebug => _ledger is not null;

    internal nint Handle => _handle;

    /// <summary>What is in use now.</summary>
    public BufferPoolStatistics Statistics
    {
        get
        {
            Enter();
            var statistics = new BufferPoolStatistics(_buffersInUse, _chunksInUse, _peakChunks, _chunksOwned, _totalBuffers, _failures);
            Leave();
            return statistics;
        }
    }

    /// <summary>A new, empty buffer with the usual head room, or null when the pool's limit is reached (counted).</summary>
    public NetBuffer? Create() => Create(_options.HeadRoom);

    /// <summary>A new, empty buffer, or null when the pool's limit is reached (counted).</summary>
    /// <param name="headRoom">Octets to keep free in front of the data; 0 to 2048.</param>
    /// <exception cref="ArgumentOutOfRangeException">More head room than a chunk has.</exception>
    public NetBuffer? Create(int headRoom)
    {
        if ((uint)headRoom > ChunkSize)
            throw new ArgumentOutOfRangeException(nameof(headRoom), headRoom, $"A chunk has {ChunkSize} octets.");
        Enter();
        if (_readyCount == 0)
        {
            Leave();
            return CreateSlowly(headRoom);
        }
        var buffer = _ready[--_readyCount];
        CountOut(1);
        Leave();
        buffer.Open(headRoom);
        return buffer;
    }

    /// <summary>Throws, with a list of who allocated what, unless every buffer and chunk has come back unharmed.</summary>
    /// <exception cref="InvalidOperationException">Something is still in use, or was used after it had been freed.</exception>
    public void AssertBalanced()
    {
        var statistics = Statistics;
        CheckFreeChunks();
        if (_ledger?.Reports() is [var first, ..])
            throw new InvalidOperationException(first);
        if (statistics is { BuffersInUse: 0, ChunksInUse: 0 })
            return;
        var origin = _ledger?.Describe() ?? "Options.Debug would tell who allocated them.";
        throw new InvalidOperationException(
            $"{statistics.BuffersInUse} buffers and {statistics.ChunksInUse} chunks have not been freed. {origin}");
    }

    /// <summary>No more allocations; the memory goes now or, if something is still in use, when the last of it has come back.</summary>
    public void Dispose()
    {
        Enter();
        _disposed = true;
        _readyCount = _bareCount = 0;
        _ready = _bare = [];
        LeaveDisposed();
    }

    /// <summary>A buffer without a chunk, for references to other buffers' chunks; null when there are too many buffers (counted).</summary>
    internal NetBuffer? CreateBare()
    {
        Enter();
        var buffer = TakeBare();
        if (buffer is null)
            _failures++;
        else
            CountOut(0);
        Leave();
        if (buffer is null)
            return null;
        buffer.Open();
        _ledger?.Opened(buffer);
        return buffer;
    }

    /// <summary>Takes back a buffer that keeps one chunk of ours, which nobody else refers to.</summary>
    internal void ReturnReady(NetBuffer buffer)
    {
        if (_ledger is not null)
        {
            Release(buffer.TakeKeptChunk());
            ReturnBare(buffer);
            return;
        }
        Enter();
        _buffersInUse--;
        _chunksInUse--;
        if (_disposed)
        {
            LeaveDisposed();
            return;
        }
        if (_readyCount == _ready.Length)
            Array.Resize(ref _ready, 2 * _ready.Length);
        _ready[_readyCount++] = buffer;
        Leave();
    }

    /// <summary>Takes back a buffer whose chunks have gone their own way.</summary>
    internal void ReturnBare(NetBuffer buffer)
    {
        _ledger?.Closed(buffer);
        Enter();
        _buffersInUse--;
        if (_disposed)
        {
            LeaveDisposed();
            return;
        }
        if (_ledger is not null)
        {
            // Never given out again: whoever still holds it is found out, however late.
            _buffersOwned--;
        }
        else
        {
            if (_bareCount == _bare.Length)
                Array.Resize(ref _bare, 2 * _bare.Length);
            _bare[_bareCount++] = buffer;
        }
        Leave();
    }

    private NetBuffer? CreateSlowly(int headRoom)
    {
        Enter();
        var chunk = TakeFree();
        var buffer = chunk is null ? null : TakeBare();
        if (buffer is null)
        {
            if (chunk is not null)
                PutFree(chunk);
            _failures++;
            Leave();
            return null;
        }
        CountOut(1);
        Leave();
        _ledger?.Opened(buffer);
        buffer.KeepChunk(chunk);
        buffer.Open(headRoom);
        return buffer;
    }

    /// <summary>A buffer object, preferably one that has no chunk to lose; inside the lock.</summary>
    private NetBuffer? TakeBare()
    {
        if (_disposed)
            return null;
        if (_bareCount > 0)
            return _bare[--_bareCount];
        if (_readyCount > 0)
        {
            var ready = _ready[--_readyCount];
            PutFree(ready.TakeKeptChunk());
            return ready;
        }
        if (_buffersOwned >= BuffersPerChunk * _chunkLimit)
            return null;
        _buffersOwned++;
        return new NetBuffer(this);
    }

    private void CountOut(int chunks)
    {
        _buffersInUse++;
        _totalBuffers++;
        _chunksInUse += chunks;
        if (_chunksInUse > _peakChunks)
            _peakChunks = _chunksInUse;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter()
    {
        if (Interlocked.Exchange(ref _lock, 1) != 0)
            EnterSlowly();
    }

    private void EnterSlowly()
    {
        var spin = new SpinWait();
        do
        {
            while (Volatile.Read(ref _lock) != 0)
                spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Interlocked.Exchange(ref _lock, 1) != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave() => Volatile.Write(ref _lock, 0);

    /// <summary>Leaves the lock of a disposed pool; the last thing that comes back takes the memory with it.</summary>
    private void LeaveDisposed()
    {
        var last = _buffersInUse == 0 && _chunksInUse == 0 && !_gone;
        _gone |= last;
        Leave();
        if (last)
            FreeSlabs();
    }
}
