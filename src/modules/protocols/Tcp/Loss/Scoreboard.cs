using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// What is in flight, from SND.UNA to SND.NXT: when it was sent, what the peer has, what is lost, what was sent again (RFC 6675, 3 and 4; RFC 8985,
/// 5.2). It counts octets, whatever segments or super-packets they went in, and cuts only where segments begin: an octet more or less in a selective
/// acknowledgment costs neither memory nor time (CVE-2019-11477 to 11479). Work for an acknowledgment is O(log n) a block, and what it delivers.
/// </summary>
internal sealed partial class Scoreboard(FlightPool pool, int limit)
{
    /// <summary>Octets in flight: FlightSize.</summary>
    public int Octets { get; private set; }

    /// <summary>How far delivery is: what is sent next is marked with it.</summary>
    public ref DeliveryClock Clock => ref _clock;

    /// <summary>Octets that the peer has selectively acknowledged.</summary>
    public int Sacked { get; private set; }

    /// <summary>Segments that the peer has selectively acknowledged.</summary>
    public int SackedSegments { get; private set; }

    /// <summary>Octets taken for lost, sent again or not.</summary>
    public int Lost { get; private set; }

    /// <summary>Octets sent again and on their way.</summary>
    public int Retransmitted { get; private set; }

    /// <summary>Octets in the network (RFC 6675, 4: pipe).</summary>
    public int Pipe => Octets - Sacked - Lost + Retransmitted;

    /// <summary>New octets were sent.</summary>
    public void Sent(SequenceNumber start, int length, int segmentSize, in Sending sending)
    {
        Octets += length;
        if (Count >= limit && _nodes![_last].State == FlightState.None)
        {
            // So many ranges that the last one becomes coarse.
            ref var last = ref _nodes[_last];
            last.End += length;
            last.SegmentSize = last.Length;
            last.CountSegments();
            last.SentAt = sending.Time;
            Unlink(ref _sent, _last);
            Link(ref _sent, _last, _sent.Last);
            return;
        }

        int index = Allocate();
        ref var node = ref _nodes![index];
        node.Start = node.Origin = start;
        node.End = start + length;
        node.SegmentSize = segmentSize;
        node.State = FlightState.None;
        node.SentAt = sending.Time;
        node.Stamp = sending.Stamp;
        node.Mark = sending.Mark;
        node.CountSegments();
        Attach(index, _last);
        Link(ref _sent, index, _sent.Last);
    }

    /// <summary>A range is sent again.</summary>
    public void SentAgain(int index, int segmentSize, in Sending sending)
    {
        ref var node = ref _nodes![index];
        Unlink(ref ListOf(node), index);
        if ((node.State & FlightState.Retransmitted) == 0)
            Retransmitted += node.Length;
        node.State |= FlightState.Retransmitted | FlightState.SentAgain;
        node.Origin = node.Start;
        node.SegmentSize = segmentSize;
        node.SentAt = sending.Time;
        node.Stamp = sending.Stamp;
        node.Mark = sending.Mark;
        node.CountSegments();
        Link(ref _sent, index, _sent.Last);
    }

    /// <summary>The first octets were sent as a window probe: who acknowledges them says nothing about time.</summary>
    public void FirstWasProbed() => _nodes![_first].State |= FlightState.SentAgain;

    /// <summary>Everything up to a number was acknowledged.</summary>
    public void AcknowledgeTo(SequenceNumber number, ref Delivery delivery)
    {
        while (_first != 0)
        {
            int index = _first;
            ref var node = ref _nodes![index];
            var end = SequenceNumber.Min(node.End, number);
            int length = end - node.Start;
            if (length <= 0)
                return;
            if (!node.IsSacked)
                delivery.Add(node, end, length);
            Octets -= length;
            Forget(node, length);
            if (node.End > number)
            {
                node.Start = end;
                int before = node.Segments;
                node.CountSegments();
                if (node.IsSacked)
                    SackedSegments -= before - node.Segments;
                return;
            }

            if (node.IsSacked)
                SackedSegments -= node.Segments;
            else
                Unlink(ref ListOf(node), index);
            Detach(index);
        }
    }

    /// <summary>The peer has a block (RFC 2018). It lies between SND.UNA and SND.NXT.</summary>
    public void Acknowledge(SackBlock block, ref Delivery delivery)
    {
        for (int index = Find(block.Left); index != 0 && _nodes![index].Start < block.Right; index = _nodes[index].After)
        {
            ref readonly var node = ref _nodes[index];
            if (node.IsSacked)
                continue;

            // Only whole segments count: an honest peer has no others, but for the last one's FIN.
            var left = block.Left <= node.Start ? node.Start : node.CutAtOrAfter(block.Left);
            var right = block.Right >= node.End ? node.End : node.CutAtOrBefore(block.Right);
            if (left >= right || ((left > node.Start || right < node.End) && Count >= limit))
                continue;
            if (left > node.Start)
                index = Split(index, left);
            if (right < _nodes![index].End)
                Split(index, right);
            index = MarkSacked(index, ref delivery);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Octets = Sacked = SackedSegments = Lost = Retransmitted = Count = 0;
        _sent = _missing = default;
        _missingLast = 0;
        Release();
    }

    // What counts for the range counts for so many octets less.
    private DeliveryClock _clock;
    private void Forget(in FlightRange node, int length)
    {
        if (node.IsSacked)
            Sacked -= length;
        if ((node.State & FlightState.Lost) != 0)
            Lost -= length;
        if ((node.State & FlightState.Retransmitted) != 0)
            Retransmitted -= length;
    }

    // The new range is the second one.
    private int Split(int index, SequenceNumber at)
    {
        int second = Allocate();
        ref var node = ref _nodes![index];
        _nodes[second] = node;
        _nodes[second].Start = at;
        node.End = at;
        node.CountSegments();
        _nodes[second].CountSegments();
        Attach(second, index);
        if (!node.IsSacked)
            Link(ref ListOf(node), second, index);
        return second;
    }
}
