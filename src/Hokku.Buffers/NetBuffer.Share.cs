namespace Hokku.Buffers;

/// <content>Buffers out of buffers: clone, duplicate, split, merge.</content>
public sealed unsafe partial class NetBuffer
{
    /// <summary>A buffer with the same packet that shares its octets and its stored header; a later write through either is not seen by the other.</summary>
    /// <returns>Null when the pool's limit is reached.</returns>
    public NetBuffer? Clone()
    {
        ThrowIfFree();
        var clone = _pool.CreateBare();
        if (clone is null)
            return null;
        clone.CopyMetadata(this);
        CloneAncillary(clone);
        var first = FirstKept;
        for (var i = first; i < _tail; i++)
            clone.AddNode(_nodes[i].Share(_stored != NothingStored && i <= _head ? _nodes[i].Mark : _nodes[i].Start));
        if (_stored != NothingStored)
        {
            clone._stored = 0;
            clone._head = _head - first;
        }
        clone._size = _size;
        return clone;
    }

    /// <summary>A buffer with the same packet in memory of its own. The stored header is not copied.</summary>
    /// <param name="pool">Where the memory comes from; by default this buffer's pool.</param>
    /// <returns>Null when the pool's limit is reached.</returns>
    public NetBuffer? Duplicate(BufferPool? pool = null)
    {
        ThrowIfFree();
        var copy = (pool ?? _pool).Create();
        if (copy is null)
            return null;
        copy.CopyMetadata(this);
        CloneAncillary(copy);
        foreach (ref readonly var node in Nodes)
        {
            if (copy.TryAppend(node.Span))
                continue;
            copy.Free();
            return null;
        }
        return copy;
    }

    /// <summary>Cuts the packet in two: the returned buffer has the first octets and the same metadata, this one keeps the rest. Nothing is copied.</summary>
    /// <returns>Null when the pool's limit is reached.</returns>
    public NetBuffer? Split(int offset)
    {
        CheckRange(offset, 0);
        var front = _pool.CreateBare();
        if (front is null)
            return null;
        DropStored();
        front.CopyMetadata(this);
        var end = SplitNodeAt(offset);
        for (var i = _head; i < end; i++)
            front.AddNode(_nodes[i]);
        _head = end;
        if (_head == _tail)
            _head = _tail = 0;
        front._size = offset;
        _size -= offset;
        return front;
    }

    /// <summary>Moves another buffer's data behind ours and frees that buffer; its metadata is lost. Nothing is copied.</summary>
    public void Append(NetBuffer other)
    {
        CheckOther(other);
        for (var i = other._head; i < other._tail; i++)
        {
            other._nodes[i].Mark = other._nodes[i].Start;
            if (other._nodes[i].Length == 0)
                BufferPool.Release(other._nodes[i].Chunk);
            else
                AddShared(other._nodes[i]);
        }
        _size += other._size;
        other.FreeEmptied();
    }

    /// <summary>Moves another buffer's data in front of ours and frees that buffer; its metadata is lost. Nothing is copied.</summary>
    public void Prepend(NetBuffer other)
    {
        CheckOther(other);
        DropStored();
        var count = other._tail - other._head;
        var gap = OpenGap(_head, count);
        Array.Copy(other._nodes, other._head, _nodes, gap, count);
        _size += other._size;
        other.FreeEmptied();
    }

    /// <summary>Appends octets of another buffer by reference, at no cost of memory. A later write through either is not seen by the other.</summary>
    public void AppendCloned(NetBuffer source, int offset, int size)
    {
        CheckOther(source);
        source.CheckRange(offset, size);
        _size += size;
        for (var i = source.Locate(offset, out var within); size > 0; i++)
        {
            var part = Math.Min(source._nodes[i].Length - within, size);
            if (part > 0)
            {
                var node = source._nodes[i].Share(source._nodes[i].Start);
                node.Start = node.Mark = node.Start + within;
                node.End = node.Start + part;
                AddShared(node);
            }
            size -= part;
            within = 0;
        }
    }

    private void CheckOther(NetBuffer other)
    {
        ThrowIfFree();
        ArgumentNullException.ThrowIfNull(other);
        other.ThrowIfFree();
        if (ReferenceEquals(this, other))
            throw new ArgumentException("A buffer cannot be merged with itself; append a clone.", nameof(other));
    }

    /// <summary>Frees a buffer whose nodes now belong to another one.</summary>
    private void FreeEmptied()
    {
        DropStored();
        _head = _tail = 0;
        Free();
    }
}
