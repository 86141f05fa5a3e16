using System.Diagnostics.CodeAnalysis;

namespace Hokku.Buffers;

/// <content>Adding octets: prepend, append, insert, associate.</content>
public sealed unsafe partial class NetBuffer
{
    /// <summary>Adds octets in front of the data, for the caller to fill; 1 to 2048, contiguous. What fits the head room costs no chunk. A stored header
    /// is dropped.</summary>
    public bool TryPrepend(int size, out Span<byte> octets)
    {
        ThrowIfFree();
        CheckContiguous(size);
        DropStored();
        if (!HasNodes || Head.HeadRoom < size)
        {
            var chunk = _pool.TakeChunks(1);
            if (chunk is null)
            {
                octets = default;
                return false;
            }
            var gap = OpenGap(_head, 1);
            _nodes[gap] = new BufferNode(chunk, chunk->Capacity, chunk->Capacity);
        }
        octets = new Span<byte>(Head.GrowFront(size), size);
        _size += size;
        return true;
    }

    /// <summary>Adds a copy of octets in front of the data. A stored header is dropped.</summary>
    public bool TryPrepend(ReadOnlySpan<byte> octets)
    {
        ThrowIfFree();
        DropStored();
        var fits = HasNodes ? Math.Min(Head.HeadRoom, octets.Length) : 0;
        var front = octets[..^fits];
        if (!front.IsEmpty)
        {
            var count = ChunksFor(front.Length);
            var chain = _pool.TakeChunks(count);
            if (chain is null)
                return false;
            if (fits > 0)
                octets[^fits..].CopyTo(new Span<byte>(Head.GrowFront(fits), fits));
            var gap = OpenGap(_head, count);
            // Only the first chunk is filled from its end on, to have head room again.
            var first = front.Length - (count - 1) * BufferPool.ChunkSize;
            Fill(gap, chain, BufferPool.ChunkSize - first, front);
        }
        else
        {
            octets.CopyTo(new Span<byte>(fits == 0 ? null : Head.GrowFront(fits), fits));
        }
        _size += octets.Length;
        return true;
    }

    /// <summary>Adds octets after the data, for the caller to fill; 1 to 2048, contiguous.</summary>
    public bool TryAppend(int size, out Span<byte> octets)
    {
        ThrowIfFree();
        CheckContiguous(size);
        if (TailRoom < size && !TryAddChunks(1))
        {
            octets = default;
            return false;
        }
        octets = new Span<byte>(Last.GrowBack(size), size);
        _size += size;
        return true;
    }

    /// <summary>Adds a copy of octets, however many, after the data.</summary>
    public bool TryAppend(ReadOnlySpan<byte> octets) => TryAppend(octets, sum: false);

    /// <summary>As <see cref="TryAppend(ReadOnlySpan{byte})"/>, and remembers the sum of what it copies for <see cref="Sum"/>, at the price of the copy alone.</summary>
    public bool TryAppendAndSum(ReadOnlySpan<byte> octets) => TryAppend(octets, sum: true);

    private bool TryAppend(ReadOnlySpan<byte> octets, bool sum)
    {
        ThrowIfFree();
        var room = Math.Min(TailRoom, octets.Length);
        var first = _tail;
        var rest = octets.Length - room;
        if (rest > 0)
        {
            var count = ChunksFor(rest);
            if (!TryAddChunks(count))
                return false;
            first = _tail - count;
        }
        _size += octets.Length;
        if (room > 0)
            _nodes[first - 1].Append(octets[..room], sum);
        for (octets = octets[room..]; !octets.IsEmpty; first++)
        {
            var size = Math.Min(octets.Length, BufferPool.ChunkSize);
            _nodes[first].Append(octets[..size], sum);
            octets = octets[size..];
        }
        return true;
    }

    /// <summary>Adds a copy of octets somewhere in the data; what follows moves back without being copied.</summary>
    public bool TryInsert(int offset, ReadOnlySpan<byte> octets)
    {
        CheckRange(offset, 0);
        if (offset == 0)
            return TryPrepend(octets);
        if (offset == _size || octets.IsEmpty)
            return TryAppend(octets);
        var count = ChunksFor(octets.Length);
        var chain = _pool.TakeChunks(count);
        if (chain is null)
            return false;
        var index = OpenGap(SplitNodeAt(offset), count);
        Fill(index, chain, 0, octets);
        _size += octets.Length;
        return true;
    }

    /// <summary>Adds foreign memory after the data without copying it. It is read-only: a write through the buffer makes a copy first.</summary>
    /// <param name="size">In octets.</param>
    /// <param name="memory">Must not move or change before it is released.</param>
    /// <param name="owner">Told once when nobody refers to the memory any more; not told when this method answers false.</param>
    /// <param name="cookie">For the owner to know what is released.</param>
    public bool TryAssociate(nint memory, int size, IForeignMemory owner, nint cookie = 0)
    {
        ThrowIfFree();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentNullException.ThrowIfNull(owner);
        var chunk = _pool.TakeForeign(memory, size, owner, cookie);
        if (chunk is null)
            return false;
        AddNode(new BufferNode(chunk, 0, size));
        _size += size;
        return true;
    }

    private static int ChunksFor(int octets) => (octets + BufferPool.ChunkSize - 1) / BufferPool.ChunkSize;

    private bool TryAddChunks(int count)
    {
        var chain = _pool.TakeChunks(count);
        if (chain is null)
            return false;
        while (chain is not null)
        {
            var next = chain->Next;
            AddNode(new BufferNode(chain, 0, 0));
            chain = next;
        }
        return true;
    }

    private void Fill(int index, BufferChunk* chain, int start, ReadOnlySpan<byte> octets)
    {
        while (chain is not null)
        {
            var next = chain->Next;
            var size = Math.Min(BufferPool.ChunkSize - start, octets.Length);
            octets[..size].CopyTo(new Span<byte>(chain->Memory + start, size));
            octets = octets[size..];
            _nodes[index++] = new BufferNode(chain, start, start + size);
            start = 0;
            chain = next;
        }
    }

    private static void CheckContiguous(int size)
    {
        if (size is <= 0 or > BufferPool.ChunkSize)
            ThrowNotContiguous(size);
    }

    [DoesNotReturn]
    private static void ThrowNotContiguous(int size) =>
        throw new ArgumentOutOfRangeException(nameof(size), size, $"1 to {BufferPool.ChunkSize} octets can be contiguous.");
}
