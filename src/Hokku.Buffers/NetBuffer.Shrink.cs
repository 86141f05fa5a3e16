namespace Hokku.Buffers;

/// <content>Removing octets, and keeping a removed header readable.</content>
public sealed unsafe partial class NetBuffer
{
    private const int NothingStored = -1;

    /// <summary>How many octets <see cref="RemoveHeader"/> has removed since <see cref="StoreHeader"/>.</summary>
    public int StoredHeaderLength
    {
        get
        {
            if (_stored == NothingStored)
                return 0;
            var length = 0;
            for (var i = _stored; i <= _head && i < _tail; i++)
                length += _nodes[i].Start - _nodes[i].Mark;
            return length;
        }
    }

    /// <summary>Removes octets from the front of the data.</summary>
    public void RemoveHeader(int size)
    {
        CheckRange(0, size);
        _size -= size;
        while (size > 0)
        {
            ref var head = ref Head;
            var part = Math.Min(size, head.Length);
            head.Start += part;
            size -= part;
            if (head.Length == 0 && _head + 1 < _tail)
                LeaveHead();
        }
    }

    /// <summary>Removes octets from the end of the data.</summary>
    public void RemoveTrailer(int size)
    {
        CheckRange(0, size);
        _size -= size;
        while (size > 0)
        {
            ref var last = ref Last;
            var part = Math.Min(size, last.Length);
            last.End -= part;
            size -= part;
            if (last.Length == 0 && _tail - 1 > _head)
            {
                ReleaseNodes(_tail - 1, _tail);
                _tail--;
            }
        }
    }

    /// <summary>Cuts the data off so that <paramref name="length"/> octets remain.</summary>
    public void Trim(int length)
    {
        CheckRange(0, length);
        RemoveTrailer(_size - length);
    }

    /// <summary>Removes octets somewhere in the data without copying any.</summary>
    public void Remove(int offset, int size)
    {
        CheckRange(offset, size);
        if (size == 0)
            return;
        if (offset == 0)
        {
            RemoveHeader(size);
            return;
        }
        if (offset + size == _size)
        {
            RemoveTrailer(size);
            return;
        }
        var from = SplitNodeAt(offset) - _head;
        var to = SplitNodeAt(offset + size);
        RemoveNodes(_head + from, to);
        _size -= size;
    }

    /// <summary>From now on, what <see cref="RemoveHeader"/> removes stays readable, until something is prepended; for ICMP errors that quote it.</summary>
    public void StoreHeader()
    {
        ThrowIfFree();
        DropStored();
        if (HasNodes)
            Head.Mark = Head.Start;
        else
            _head = _tail = 0;
        _stored = _head;
    }

    /// <summary>Copies octets of the stored header; false when they are not in it.</summary>
    public bool TryRestoreHeader(int offset, Span<byte> octets)
    {
        ThrowIfFree();
        if (offset < 0 || offset > StoredHeaderLength - octets.Length)
            return false;
        for (var i = _stored; !octets.IsEmpty; i++)
        {
            ref var node = ref _nodes[i];
            var length = node.Start - node.Mark;
            if (offset < length)
            {
                var part = Math.Min(length - offset, octets.Length);
                new ReadOnlySpan<byte>(node.Chunk->Memory + node.Mark + offset, part).CopyTo(octets);
                octets = octets[part..];
                offset = 0;
            }
            else
            {
                offset -= length;
            }
        }
        return true;
    }

    /// <summary>Appends octets of this buffer's stored header to another buffer without copying them; false when they are not in it.</summary>
    public bool TryAppendRestoredHeader(NetBuffer target, int offset, int size)
    {
        ThrowIfFree();
        ArgumentNullException.ThrowIfNull(target);
        if (offset < 0 || size < 0 || offset > StoredHeaderLength - size)
            return false;
        target._size += size;
        for (var i = _stored; size > 0; i++)
        {
            ref var node = ref _nodes[i];
            var length = node.Start - node.Mark;
            if (offset < length)
            {
                var part = Math.Min(length - offset, size);
                var shared = node.Share(node.Mark);
                shared.Start = shared.Mark = node.Mark + offset;
                shared.End = shared.Start + part;
                target.AddShared(shared);
                size -= part;
                offset = 0;
            }
            else
            {
                offset -= length;
            }
        }
        return true;
    }

    /// <summary>The first node has nothing left: it goes, or stays behind for the stored header.</summary>
    private void LeaveHead()
    {
        if (_stored == NothingStored)
            ReleaseNodes(_head, _head + 1);
        _head++;
        Head.Mark = Head.Start;
    }

    private void DropStored()
    {
        if (_stored == NothingStored)
            return;
        ReleaseNodes(_stored, _head);
        _stored = NothingStored;
    }
}
