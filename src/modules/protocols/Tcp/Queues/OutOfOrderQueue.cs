using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Text that came before its turn, as islands that neither overlap nor touch, in order (RFC 9293, 3.10.7.4, SHLD-31). Their number is bounded, so
/// that a hole every other octet costs neither memory nor time (SegmentSmack). A place is found in O(log n).
/// </summary>
internal sealed class OutOfOrderQueue(int limit)
{
    private const int LeastCapacity = 8;

    private NetBuffer[] _islands = [];

    /// <summary>How many islands there are.</summary>
    public int Count { get; private set; }

    /// <summary>Octets in all of them.</summary>
    public int Octets { get; private set; }

    /// <summary>Where an island begins and ends.</summary>
    public (SequenceNumber Start, SequenceNumber End) this[int index] => (StartOf(index), EndOf(index));

    /// <summary>Adds text. What is there already wins. Owns the buffer if it returns true.</summary>
    /// <returns>False when there are too many islands.</returns>
    public bool TryInsert(SequenceNumber sequence, NetBuffer buffer)
    {
        int at = FirstEndingAtOrAfter(sequence);
        if (at < Count && StartOf(at) <= sequence)
        {
            // It begins in the island, or just behind it: only what goes beyond is new.
            int known = EndOf(at) - sequence;
            if (known >= buffer.Size)
            {
                buffer.Free();
                return true;
            }

            buffer.RemoveHeader(known);
            sequence += known;
            RemoveCovered(at + 1, sequence, buffer);
            TextJoin.Behind(_islands[at], buffer);
            Octets += EndOf(at) - sequence;
            JoinWithNext(at);
            return true;
        }

        if (Count == limit && (at == Count || StartOf(at) > sequence + buffer.Size))
            return false;
        RemoveCovered(at, sequence, buffer);
        InsertIsland(at, sequence, buffer);
        return true;
    }

    /// <summary>Takes the island that continues the text at <paramref name="next"/>, without what lies before; null when there is a hole.</summary>
    public NetBuffer? Take(SequenceNumber next)
    {
        while (Count > 0 && StartOf(0) <= next)
        {
            var island = _islands[0];
            int known = next - StartOf(0);
            int size = island.Size;
            RemoveAt(0);
            if (known < size)
            {
                island.RemoveHeader(known);
                return island;
            }

            island.Free();
        }

        return null;
    }

    /// <summary>The island that holds a number; empty when none does.</summary>
    public SackBlock Find(SequenceNumber number)
    {
        int at = FirstEndingAtOrAfter(number + 1);
        return at < Count && StartOf(at) <= number ? new SackBlock(StartOf(at), EndOf(at)) : default;
    }

    /// <summary>The first octets of a range that are here already; empty when none are.</summary>
    public SackBlock Overlap(SequenceNumber start, SequenceNumber end)
    {
        int at = FirstEndingAtOrAfter(start + 1);
        return at < Count && StartOf(at) < end
            ? new SackBlock(SequenceNumber.Max(start, StartOf(at)), SequenceNumber.Min(end, EndOf(at)))
            : default;
    }

    public void Clear()
    {
        for (int i = 0; i < Count; i++)
            _islands[i].Free();
        _islands = [];
        Count = Octets = 0;
    }

    private SequenceNumber StartOf(int index) => new(_islands[index].Tag);

    private SequenceNumber EndOf(int index) => new(_islands[index].Tag + (uint)_islands[index].Size);

    private int FirstEndingAtOrAfter(SequenceNumber sequence)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (EndOf(middle) < sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // Islands that the new text covers go; of one that it reaches into, the text loses its end.
    private void RemoveCovered(int at, SequenceNumber sequence, NetBuffer buffer)
    {
        while (at < Count && StartOf(at) < sequence + buffer.Size)
        {
            if (EndOf(at) > sequence + buffer.Size)
            {
                buffer.Trim(StartOf(at) - sequence);
                return;
            }

            var covered = _islands[at];
            RemoveAt(at);
            covered.Free();
        }
    }

    private void InsertIsland(int at, SequenceNumber sequence, NetBuffer buffer)
    {
        Octets += buffer.Size;
        if (at < Count && StartOf(at) == sequence + buffer.Size)
        {
            TextJoin.InFront(_islands[at], buffer);
            _islands[at].Tag = sequence.Value;
            return;
        }

        if (Count == _islands.Length)
            Array.Resize(ref _islands, Math.Min(limit, Math.Max(LeastCapacity, 2 * Count)));
        Array.Copy(_islands, at, _islands, at + 1, Count - at);
        buffer.Tag = sequence.Value;
        _islands[at] = buffer;
        Count++;
    }

    private void JoinWithNext(int at)
    {
        if (at + 1 >= Count || StartOf(at + 1) != EndOf(at))
            return;
        var next = _islands[at + 1];
        int size = next.Size;
        RemoveAt(at + 1);
        TextJoin.Behind(_islands[at], next);
        Octets += size;
    }

    private void RemoveAt(int index)
    {
        Octets -= _islands[index].Size;
        Count--;
        Array.Copy(_islands, index + 1, _islands, index, Count - index);
        _islands[Count] = null!;
    }
}
