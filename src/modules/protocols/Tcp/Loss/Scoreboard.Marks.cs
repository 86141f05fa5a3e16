using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>How ranges change: the peer has them, they are lost, they are not lost after all.</content>
internal sealed partial class Scoreboard
{
    /// <summary>Takes a range that is on its way for lost. What was sent again can be lost again.</summary>
    /// <returns>How many octets that were.</returns>
    public int MarkLost(int index)
    {
        ref var node = ref _nodes![index];
        Unlink(ref _sent, index);
        int length = node.Length;
        if ((node.State & FlightState.Retransmitted) != 0)
            Retransmitted -= length;
        if ((node.State & FlightState.Lost) == 0)
            Lost += length;
        node.State = (node.State & ~FlightState.Retransmitted) | FlightState.Lost;
        LinkMissing(index);
        return length;
    }

    /// <summary>Takes everything for lost that the peer is not known to have.</summary>
    public int MarkAllLost()
    {
        int octets = 0;
        while (_sent.First != 0)
            octets += MarkLost(_sent.First);
        return octets;
    }

    /// <summary>Takes the first segment for lost.</summary>
    public int MarkFirstLost(int segmentSize)
    {
        if (_first == 0 || _nodes![_first].IsSacked || _nodes[_first].IsMissing)
            return 0;
        ref readonly var node = ref _nodes[_first];
        var end = node.CutAtOrAfter(node.Start + 1);
        if (end < node.End && node.Length > segmentSize)
            Split(_first, end);
        return MarkLost(_first);
    }

    /// <summary>Takes everything for lost that lies between two numbers, was sent once, and is not known to be with the peer. Goes on where it ended last.</summary>
    public int MarkLostBelow(ref SequenceNumber from, SequenceNumber number)
    {
        int octets = 0;
        int index = _first == 0 || from <= _nodes![_first].Start ? _first : Find(from);
        for (; index != 0 && _nodes![index].End <= number; index = _nodes[index].After)
        {
            if (_nodes[index].State == FlightState.None)
                octets += MarkLost(index);
        }

        from = SequenceNumber.Max(from, number);
        return octets;
    }

    /// <summary>The peer has thrown away what it said it has (RFC 2018, 8): all is lost.</summary>
    public void Renege()
    {
        for (int index = _first; index != 0; index = _nodes![index].After)
        {
            ref var node = ref _nodes![index];
            if (!node.IsSacked)
                continue;
            Sacked -= node.Length;
            SackedSegments -= node.Segments;
            Lost += node.Length;
            node.State = FlightState.Lost | FlightState.SentAgain;
            node.CountSegments();
            LinkMissing(index);
        }

        MarkAllLost();
    }

    /// <summary>What is missing was not lost after all, and is on its way still.</summary>
    public void UnmarkLost()
    {
        while (_missing.Last is var index and not 0)
        {
            Unlink(ref _missing, index);
            ref var node = ref _nodes![index];
            node.State &= ~FlightState.Lost;
            Lost -= node.Length;
            Link(ref _sent, index, 0);
        }
    }

    /// <summary>The lowest missing octets as one range, of at most so many.</summary>
    /// <returns>0 when nothing is missing.</returns>
    public int TakeMissing(int most)
    {
        int index = _missing.First;
        if (index == 0)
            return 0;

        // Small segments go together again.
        while (_nodes![index].Length < most && _nodes[index].After is var after and not 0 && _nodes[after].IsMissing && !_nodes[after].IsSacked)
        {
            ref var node = ref _nodes[index];
            node.End = _nodes[after].End;
            node.State |= _nodes[after].State;
            Unlink(ref _missing, after);
            Detach(after);
        }

        if (_nodes[index].Length > most)
            Split(index, _nodes[index].Start + most);
        return index;
    }

    /// <summary>The last segment of all (RFC 8985, 7.3), unless the peer has it; else 0.</summary>
    public int TakeLast(int segmentSize)
    {
        if (_last == 0 || _nodes![_last].IsSacked)
            return 0;
        ref readonly var node = ref _nodes[_last];
        if (node.Length <= segmentSize)
            return _last;
        var cut = node.CutAtOrBefore(node.End - 1);
        return Split(_last, cut <= node.Start ? node.End - segmentSize : cut);
    }

    /// <summary>The first segment of a range, as a range.</summary>
    public int TakeFirst(int index, int segmentSize)
    {
        ref readonly var node = ref _nodes![index];
        var cut = node.CutAtOrAfter(node.Start + 1);
        if (node.Length > segmentSize && cut < node.End)
            Split(index, cut);
        return index;
    }

    private int MarkSacked(int index, ref Delivery delivery)
    {
        ref var node = ref _nodes![index];
        int length = node.Length;
        delivery.Add(node, node.End, length);
        delivery.Selectively += length;
        Unlink(ref ListOf(node), index);
        Forget(node, length);
        node.State = FlightState.Sacked;
        Sacked += length;
        SackedSegments += node.Segments;

        // Neighbours that the peer has are one range: a block that is told again and again is found and done.
        if (node.After != 0 && _nodes[node.After].IsSacked)
            Join(index, node.After);
        if (node.Before is var before and not 0 && _nodes[before].IsSacked)
        {
            Join(before, index);
            return before;
        }

        return index;
    }

    private void Join(int index, int after)
    {
        ref var node = ref _nodes![index];
        ref readonly var next = ref _nodes[after];
        node.End = next.End;
        node.Segments += next.Segments;
        node.SegmentSize = Math.Max(node.SegmentSize, next.SegmentSize);
        Detach(after);
    }
}
