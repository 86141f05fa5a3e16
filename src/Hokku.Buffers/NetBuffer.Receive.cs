namespace Hokku.Buffers;

/// <content>Receiving straight into chunks.</content>
public sealed unsafe partial class NetBuffer
{
    /// <summary>Gets memory ready behind the data for readv, or for an application's thread to fill; <see cref="CommitReceive"/> makes it data.</summary>
    /// <param name="octets">How many to be ready for, at least.</param>
    /// <param name="vectors">One for the tail room and one for every 2048 octets beyond it.</param>
    /// <returns>How many vectors were filled in; 0 when the pool's limit is reached.</returns>
    public int PrepareReceive(int octets, Span<IoVector> vectors)
    {
        ThrowIfFree();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(octets);
        var room = TailRoom;
        var first = _tail;
        if (octets > room)
        {
            var count = ChunksFor(octets - room);
            if (count + (room > 0 ? 1 : 0) > vectors.Length)
                throw new ArgumentException($"{vectors.Length} vectors are too few for {octets} octets.", nameof(vectors));
            if (!TryAddChunks(count))
                return 0;
            first = _tail - count;
        }
        if (room > 0)
            first--;
        var filled = 0;
        for (var i = first; i < _tail; i++)
            vectors[filled++] = new IoVector((nint)(_nodes[i].Chunk->Memory + _nodes[i].End), (nuint)_nodes[i].TailRoom);
        _prepared = _tail - first;
        return filled;
    }

    /// <summary>Adds a chunk whose first octets have been filled; the reference to it is ours now.</summary>
    internal void AppendChunk(BufferChunk* chunk, int octets)
    {
        ThrowIfFree();
        AddNode(new BufferNode(chunk, 0, octets));
        _size += octets;
    }

    /// <summary>The first octets of what was prepared now are data; unused chunks go back to the pool.</summary>
    public void CommitReceive(int octets)
    {
        ThrowIfFree();
        ArgumentOutOfRangeException.ThrowIfNegative(octets);
        var i = _tail - _prepared;
        for (var rest = octets; rest > 0; i++)
        {
            if (i == _tail)
                throw new ArgumentOutOfRangeException(nameof(octets), octets, "More than was prepared.");
            var part = Math.Min(rest, _nodes[i].TailRoom);
            _nodes[i].GrowBack(part);
            _size += part;
            rest -= part;
        }
        // A buffer keeps one node, which has its head room.
        i = Math.Max(i, Math.Min(_tail, _head + 1));
        while (i < _tail && _nodes[i].Length != 0)
            i++;
        ReleaseNodes(i, _tail);
        _tail = i;
        _prepared = 0;
    }
}
