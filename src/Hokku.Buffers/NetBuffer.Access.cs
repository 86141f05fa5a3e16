using System.Runtime.CompilerServices;

namespace Hokku.Buffers;

/// <content>Reading and writing octets.</content>
public sealed unsafe partial class NetBuffer
{
    /// <summary>
    /// A contiguous, read-only view of the first octets: a header. When they lie in several chunks they are first moved together.
    /// False when the buffer has fewer octets (at most 2048 can be asked for), or no memory is left to move them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPeek(int size, out ReadOnlySpan<byte> octets)
    {
        ThrowIfFree();
        if (HasNodes && (uint)size <= (uint)Head.Length)
        {
            octets = new ReadOnlySpan<byte>(Head.Octets, size);
            return true;
        }
        return TryPeekSlowly(0, size, out octets);
    }

    /// <summary>As <see cref="TryPeek(int, out ReadOnlySpan{byte})"/>, of octets further on; offset + size at most 2048 unless they are contiguous.</summary>
    public bool TryPeek(int offset, int size, out ReadOnlySpan<byte> octets)
    {
        ThrowIfFree();
        return TryPeekSlowly(offset, size, out octets);
    }

    /// <summary>
    /// A contiguous view of octets for writing; what is shared is copied first. False when the octets are outside of the data, in several chunks,
    /// or no memory is left to copy them.
    /// </summary>
    public bool TryDirectAccess(int offset, int size, out Span<byte> octets)
    {
        ThrowIfFree();
        octets = default;
        if (offset < 0 || size < 0 || offset > _size - size)
            return false;
        if (size == 0)
            return true;
        var i = Locate(offset, out var within);
        if (_nodes[i].Length - within < size || (!_nodes[i].IsWritable && size > BufferPool.ChunkSize) || !TryUnshare(ref i, ref within))
            return false;
        _nodes[i].SumEnd = _nodes[i].SumStart;
        octets = new Span<byte>(_nodes[i].Octets + within, size);
        return true;
    }

    /// <summary>Copies octets out of the data.</summary>
    public void Read(int offset, Span<byte> target)
    {
        CheckRange(offset, target.Length);
        for (var i = Locate(offset, out var within); !target.IsEmpty; i++)
        {
            var part = Math.Min(_nodes[i].Length - within, target.Length);
            new ReadOnlySpan<byte>(_nodes[i].Octets + within, part).CopyTo(target);
            target = target[part..];
            within = 0;
        }
    }

    /// <summary>Overwrites octets of the data; what is shared with other buffers is copied first. False when no memory is left for that.</summary>
    public bool TryWrite(int offset, ReadOnlySpan<byte> octets)
    {
        CheckRange(offset, octets.Length);
        // First all copies, so that it is done as a whole or not at all.
        for (var at = 0; at < octets.Length;)
        {
            var i = Locate(offset + at, out var within);
            if (!TryUnshare(ref i, ref within))
                return false;
            at += _nodes[i].Length - within;
        }
        for (var i = Locate(offset, out var within); !octets.IsEmpty; i++)
        {
            var part = Math.Min(_nodes[i].Length - within, octets.Length);
            _nodes[i].SumEnd = _nodes[i].SumStart;
            octets[..part].CopyTo(new Span<byte>(_nodes[i].Octets + within, part));
            octets = octets[part..];
            within = 0;
        }
        return true;
    }

    /// <summary>How many pieces of memory the data lie in.</summary>
    public int CountVectors()
    {
        ThrowIfFree();
        var count = 0;
        foreach (ref readonly var node in Nodes)
        {
            if (node.Length != 0)
                count++;
        }
        return count;
    }

    /// <summary>The data as pieces of memory, for writev; valid until the buffer is changed or freed.</summary>
    /// <returns>How many were filled in.</returns>
    /// <exception cref="ArgumentException">There are more pieces; see <see cref="CountVectors"/>.</exception>
    public int GetVectors(Span<IoVector> vectors)
    {
        ThrowIfFree();
        var count = 0;
        foreach (ref readonly var node in Nodes)
        {
            if (node.Length == 0)
                continue;
            if (count == vectors.Length)
                throw new ArgumentException($"{vectors.Length} vectors are too few, {CountVectors()} are needed.", nameof(vectors));
            vectors[count++] = new IoVector((nint)node.Octets, (nuint)node.Length);
        }
        return count;
    }

    private bool TryPeekSlowly(int offset, int size, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        if (offset < 0 || size < 0 || offset > _size - size)
            return false;
        if (size == 0)
            return true;
        var i = Locate(offset, out var within);
        if (_nodes[i].Length - within < size)
        {
            if (offset + size > BufferPool.ChunkSize || !TryPullUp(offset + size))
                return false;
            i = _head;
            within = offset;
        }
        octets = new ReadOnlySpan<byte>(_nodes[i].Octets + within, size);
        return true;
    }

    /// <summary>Moves the first octets together into a chunk of their own, with head room where possible.</summary>
    private bool TryPullUp(int size)
    {
        var chunk = _pool.TakeChunks(1);
        if (chunk is null)
            return false;
        var start = Math.Min(_pool.HeadRoom, BufferPool.ChunkSize - size);
        Read(0, new Span<byte>(chunk->Memory + start, size));
        LeaveStoredPart();
        var end = Locate(size, out var within);
        if (within != 0)
            _nodes[end].Start = _nodes[end].Mark = _nodes[end].Start + within;
        RemoveNodes(_head, end);
        _nodes[OpenGap(_head, 1)] = new BufferNode(chunk, start, start + size);
        return true;
    }

    /// <summary>The part of the stored header that the first node has moves to a node of its own, in front of the data.</summary>
    private void LeaveStoredPart()
    {
        if (_stored == NothingStored || Head.Start == Head.Mark)
            return;
        OpenGap(_head, 1);
        ref var head = ref _nodes[_head + 1];
        var part = head.Share(head.Mark);
        part.End = part.Start;
        _nodes[_head++] = part;
        head.Mark = head.Start;
    }
}
