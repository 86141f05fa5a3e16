using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// What the user has sent and the peer has not acknowledged (RFC 9293, 3.8.6), by sequence numbers. Segments share its chunks; any place in
/// it is found in O(log n).
/// </summary>
internal sealed class SendQueue
{
    // Writes up to this size are copied behind the last one while there is room, lest each take a chunk (hazard A.2-16).
    private const int CopiedOctets = 512;

    private BufferRing _ring;

    /// <summary>The first octet's number: SND.UNA, or the one after the SYN.</summary>
    public SequenceNumber Start { get; private set; }

    /// <summary>The number behind the last octet.</summary>
    public SequenceNumber End { get; private set; }

    /// <summary>Octets in the queue.</summary>
    public int Length => End - Start;

    /// <summary>Begins an empty queue at a number.</summary>
    public void Begin(SequenceNumber start)
    {
        _ring.FreeAll();
        Start = End = start;
    }

    /// <summary>Adds what the user sends. Owns the buffer.</summary>
    public void Append(NetBuffer buffer)
    {
        int size = buffer.Size;
        if (size <= CopiedOctets && _ring.Last is { } last && last.TailRoom >= size && buffer.TryPeek(size, out var octets) && last.TryAppend(octets))
        {
            buffer.Free();
        }
        else if (size == 0)
        {
            buffer.Free();
        }
        else
        {
            buffer.Tag = End.Value;
            _ring.Enqueue(buffer);
        }

        End += size;
    }

    /// <summary>Forgets what lies before a number.</summary>
    public void AcknowledgeTo(SequenceNumber number)
    {
        number = SequenceNumber.Min(number, End);
        if (number <= Start)
            return;
        while (_ring.Count > 0)
        {
            var first = _ring[0];
            int acknowledged = number - new SequenceNumber(first.Tag);
            if (acknowledged < first.Size)
            {
                if (acknowledged > 0)
                    first.RemoveHeader(acknowledged);
                first.Tag += (uint)Math.Max(acknowledged, 0);
                break;
            }

            _ring.Dequeue().Free();
        }

        Start = number;
    }

    /// <summary>Appends octets to a segment by reference.</summary>
    public void CopyTo(NetBuffer segment, SequenceNumber from, int length)
    {
        for (int i = IndexOf(from); length > 0; i++)
        {
            var buffer = _ring[i];
            int offset = from - new SequenceNumber(buffer.Tag);
            int part = Math.Min(length, buffer.Size - offset);
            segment.AppendCloned(buffer, offset, part);
            from += part;
            length -= part;
        }
    }

    /// <summary>Gives up everything.</summary>
    public void Clear()
    {
        _ring.FreeAll();
        Start = End;
    }

    // The last buffer that begins at or before the number.
    private int IndexOf(SequenceNumber number)
    {
        int low = 0;
        int high = _ring.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (new SequenceNumber(_ring[middle].Tag) <= number)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
