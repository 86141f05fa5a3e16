using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What became of text that was put into a <see cref="ReceiveQueue"/>.</summary>
internal enum TextOutcome : byte
{
    /// <summary>It was next, and can be read.</summary>
    InOrder,

    /// <summary>It waits for what lies before it.</summary>
    OutOfOrder,

    /// <summary>All of it was there already.</summary>
    Duplicate,

    /// <summary>All of it lies behind the window.</summary>
    BeyondWindow,

    /// <summary>There are too many holes.</summary>
    Refused,
}

/// <summary>
/// What the peer has sent and the user has not read: text in order, and islands of text that came too early (RFC 9293, 3.10.7.4). Chunks are
/// shared, not copied.
/// </summary>
internal sealed class ReceiveQueue(int outOfOrderLimit)
{
    private BufferRing _ready;
    private OutOfOrderQueue? _early;

    /// <summary>RCV.NXT, the peer's FIN not counted.</summary>
    public SequenceNumber Next { get; private set; }

    /// <summary>Octets that can be read.</summary>
    public int Length { get; private set; }

    /// <summary>The number of the first octet that can be read.</summary>
    public SequenceNumber ReadPosition => Next - Length;

    /// <summary>Octets that wait out of order.</summary>
    public int EarlyOctets => _early?.Octets ?? 0;

    /// <summary>Islands that wait out of order.</summary>
    public int EarlyCount => _early?.Count ?? 0;

    /// <summary>The islands, for selective acknowledgment.</summary>
    public OutOfOrderQueue? Early => _early;

    /// <summary>Begins empty at a number.</summary>
    public void Begin(SequenceNumber next)
    {
        Clear();
        Next = next;
    }

    /// <summary>Takes the text of a segment: what is known already and what lies at or behind <paramref name="edge"/> is cut off. Owns the buffer, always.</summary>
    public TextOutcome Insert(SequenceNumber sequence, SequenceNumber edge, NetBuffer buffer)
    {
        int excess = sequence + buffer.Size - edge;
        int known = Next - sequence;
        if (excess >= buffer.Size || known >= buffer.Size)
        {
            buffer.Free();
            return known > 0 ? TextOutcome.Duplicate : TextOutcome.BeyondWindow;
        }

        if (excess > 0)
            buffer.RemoveTrailer(excess);
        if (known < 0)
            return InsertEarly(sequence, buffer);
        if (known >= buffer.Size)
        {
            buffer.Free();
            return TextOutcome.Duplicate;
        }

        if (known > 0)
            buffer.RemoveHeader(known);
        Enqueue(buffer);
        while (_early?.Take(Next) is { } island)
            Enqueue(island);
        return TextOutcome.InOrder;
    }

    /// <summary>Takes up to that many octets; null when there are none, or no memory to cut a buffer in two.</summary>
    public NetBuffer? Read(int maximum)
    {
        NetBuffer? result = null;
        while (_ready.Count > 0 && maximum > 0)
        {
            var first = _ready[0];
            NetBuffer? part = first;
            if (first.Size <= maximum)
                _ready.Dequeue();
            else
                part = first.Split(maximum);
            if (part is null)
                break;
            maximum -= part.Size;
            Length -= part.Size;
            if (result is null)
                result = part;
            else
                TextJoin.Behind(result, part);
        }

        return result;
    }

    /// <summary>A copy by reference of up to that many octets, from an offset on; null when there are none or no memory.</summary>
    public NetBuffer? Peek(int offset, int maximum)
    {
        int rest = Math.Min(maximum, Length - offset);
        if (rest <= 0 || _ready[0].Pool.Create() is not { } copy)
            return null;
        for (int i = 0; rest > 0; i++)
        {
            var buffer = _ready[i];
            if (offset < buffer.Size)
            {
                int part = Math.Min(rest, buffer.Size - offset);
                copy.AppendCloned(buffer, offset, part);
                rest -= part;
                offset = 0;
            }
            else
            {
                offset -= buffer.Size;
            }
        }

        return copy;
    }

    /// <summary>Throws away what can be read first.</summary>
    public void Skip(int octets)
    {
        while (octets > 0)
        {
            var first = _ready[0];
            int part = Math.Min(octets, first.Size);
            if (part == first.Size)
                _ready.Dequeue().Free();
            else
                first.RemoveHeader(part);
            octets -= part;
            Length -= part;
        }
    }

    /// <summary>Gives up what waits out of order.</summary>
    public void ForgetEarly() => _early?.Clear();

    /// <summary>Gives up everything.</summary>
    public void Clear()
    {
        _ready.FreeAll();
        Length = 0;
        _early?.Clear();
    }

    private TextOutcome InsertEarly(SequenceNumber sequence, NetBuffer buffer)
    {
        _early ??= new OutOfOrderQueue(outOfOrderLimit);
        if (_early.TryInsert(sequence, buffer))
            return TextOutcome.OutOfOrder;
        buffer.Free();
        return TextOutcome.Refused;
    }

    private void Enqueue(NetBuffer buffer)
    {
        Next += buffer.Size;
        Length += buffer.Size;
        if (_ready.Last is not { } last || !TextJoin.TryCopyBehind(last, buffer))
            _ready.Enqueue(buffer);
    }
}
