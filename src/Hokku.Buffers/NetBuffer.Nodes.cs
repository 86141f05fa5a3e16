using System.Diagnostics.CodeAnalysis;

namespace Hokku.Buffers;

/// <content>The list of nodes.</content>
public sealed unsafe partial class NetBuffer
{
    // A buffer that once was very long does not keep the list for it.
    private const int KeptNodes = 128;

    private bool KeepsChunk
    {
        get
        {
            var chunk = _nodes[0].Chunk;
            return chunk->IsSole && !chunk->IsForeign && chunk->Pool == _pool.Handle;
        }
    }

    private ref BufferNode Head => ref _nodes[_head];

    private ref BufferNode Last => ref _nodes[_tail - 1];

    private bool HasNodes => _head < _tail;

    private ReadOnlySpan<BufferNode> Nodes => _nodes.AsSpan(_head, _tail - _head);

    private int FirstKept => _stored == NothingStored ? _head : _stored;

    private void FreeSlowly()
    {
        ReleaseNodes(FirstKept, _tail);
        _head = _tail = 0;
        _stored = NothingStored;
        _size = 0;
        if (_nodes.Length > KeptNodes)
            _nodes = new BufferNode[4];
        _nodes[0].Chunk = null;
        ClearAncillary();
        _pool.ReturnBare(this);
    }

    /// <summary>Gives up the references of some nodes, those to the own pool's chunks in one go.</summary>
    private void ReleaseNodes(int from, int to)
    {
        BufferChunk* chain = null;
        for (var i = from; i < to; i++)
        {
            var chunk = _nodes[i].Chunk;
            if (chunk->Pool != _pool.Handle || chunk->IsForeign)
            {
                BufferPool.Release(chunk);
            }
            else if (chunk->IsSole || Interlocked.Decrement(ref chunk->References) == 0)
            {
                chunk->Next = chain;
                chain = chunk;
            }
        }
        if (chain is not null)
            _pool.ReturnChunks(chain);
    }

    /// <summary>Makes room for nodes before <paramref name="index"/> and returns where that is now.</summary>
    private int OpenGap(int index, int count)
    {
        if (index == _head && _stored == NothingStored && _head >= count)
        {
            _head -= count;
            return _head;
        }
        if (_tail + count > _nodes.Length)
            index -= Compact(count);
        Array.Copy(_nodes, index, _nodes, index + count, _tail - index);
        _tail += count;
        return index;
    }

    /// <summary>Moves the nodes to the front of their list or to a longer list; returns by how much they moved.</summary>
    private int Compact(int wanted)
    {
        var first = FirstKept;
        var count = _tail - first;
        var target = _nodes;
        if (count + wanted > _nodes.Length / 2)
            target = new BufferNode[Math.Max(2 * _nodes.Length, count + wanted)];
        Array.Copy(_nodes, first, target, 0, count);
        _nodes = target;
        _head -= first;
        _tail -= first;
        if (_stored != NothingStored)
            _stored = 0;
        return first;
    }

    private void AddNode(in BufferNode node)
    {
        var copy = node;
        if (_tail == _nodes.Length)
            Compact(1);
        _nodes[_tail++] = copy;
    }

    /// <summary>Adds a node at the end; one that goes on where the last one ends becomes part of it.</summary>
    private void AddShared(in BufferNode node)
    {
        if (HasNodes && Last.Chunk == node.Chunk && Last.End == node.Start && node.Length != 0 && Last.Length != 0)
        {
            Last.End = node.End;
            Last.High = Math.Max(Last.High, node.High);
            Interlocked.Decrement(ref node.Chunk->References);
        }
        else
        {
            AddNode(node);
        }
    }

    private void RemoveNodes(int from, int to)
    {
        ReleaseNodes(from, to);
        Array.Copy(_nodes, to, _nodes, from, _tail - to);
        _tail -= to - from;
    }

    /// <summary>Finds the node that has the octet at <paramref name="offset"/>, never an empty one; the end of the data is at (_tail, 0).</summary>
    private int Locate(int offset, out int within)
    {
        var i = _head;
        while (i < _tail)
        {
            var length = _nodes[i].Length;
            if (offset < length)
                break;
            offset -= length;
            i++;
        }
        within = offset;
        return i;
    }

    /// <summary>Sees to it that a node begins at <paramref name="offset"/>, and returns its index.</summary>
    private int SplitNodeAt(int offset)
    {
        var i = Locate(offset, out var within);
        if (within == 0)
            return i;
        i = OpenGap(i + 1, 1);
        _nodes[i] = _nodes[i - 1].SplitAt(within);
        return i;
    }

    /// <summary>Makes the octets from <paramref name="within"/> on ours alone, at most a chunk of them; false when there is no memory.</summary>
    private bool TryUnshare(ref int index, ref int within)
    {
        if (_nodes[index].IsWritable)
            return true;
        if (_nodes[index].Length > BufferPool.ChunkSize)
            IsolatePart(ref index, ref within);
        var chunk = _pool.TakeChunks(1);
        if (chunk is null)
            return false;
        ref var node = ref _nodes[index];
        var visible = _stored != NothingStored && index == _head && node.End - node.Mark <= BufferPool.ChunkSize ? node.Mark : node.Start;
        var position = node.End <= BufferPool.ChunkSize ? visible : 0;
        new ReadOnlySpan<byte>(node.Chunk->Memory + visible, node.End - visible).CopyTo(new Span<byte>(chunk->Memory + position, BufferPool.ChunkSize - position));
        BufferPool.Release(node.Chunk);
        node = new BufferNode(chunk, position + node.Start - visible, position + node.End - visible) { Mark = position };
        return true;
    }

    /// <summary>Cuts a piece of a chunk's size out of a long node of foreign memory.</summary>
    private void IsolatePart(ref int index, ref int within)
    {
        if (within != 0)
        {
            index = OpenGap(index + 1, 1);
            _nodes[index] = _nodes[index - 1].SplitAt(within);
            within = 0;
        }
        if (_nodes[index].Length <= BufferPool.ChunkSize)
            return;
        index = OpenGap(index + 1, 1) - 1;
        _nodes[index + 1] = _nodes[index].SplitAt(BufferPool.ChunkSize);
    }

    private void CheckRange(int offset, int size)
    {
        ThrowIfFree();
        if ((uint)offset > (uint)_size || (uint)size > (uint)(_size - offset))
            ThrowOutside(offset, size);
    }

    [DoesNotReturn]
    private void ThrowOutside(int offset, int size) =>
        throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{size} octets at {offset} are not inside of the {_size} octets of the buffer.");
}
