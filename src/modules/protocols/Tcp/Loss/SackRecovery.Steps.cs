using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What an acknowledgment says, step by step.</content>
internal sealed partial class SackRecovery
{
    // Enters the peer's blocks; what it got twice (RFC 2883, 5) is returned.
    private SackBlock TakeBlocks(in TcpSegment segment, in SendSequence send, ref Delivery delivery)
    {
        var options = segment.Options;
        int first = 0;
        var duplicate = default(SackBlock);
        if (IsDuplicate(options.Sack, send))
        {
            duplicate = options.Sack[0];
            first = 1;
            statistics.DuplicateSacksReceived.Add();
        }

        // Lowest first, so that what one acknowledgment tells in another order is not taken for reordering.
        Span<SackBlock> blocks = stackalloc SackBlock[SackBlocks.Most];
        int count = 0;
        for (int i = first; i < options.Sack.Count; i++)
        {
            var block = options.Sack[i];
            if (block.Length <= 0 || block.Left <= send.Unacknowledged || block.Right > send.Next)
            {
                // Old news are harmless; what was never sent, and what is acknowledged only in part, no honest peer has.
                if (block.Length <= 0 || block.Right > send.Unacknowledged)
                    statistics.SacksIgnored.Add();
                continue;
            }

            int at = count++;
            for (; at > 0 && blocks[at - 1].Left > block.Left; at--)
                blocks[at] = blocks[at - 1];
            blocks[at] = block;
        }

        for (int i = 0; i < count; i++)
        {
            board.Acknowledge(blocks[i], ref delivery);
            if (!isTimed && board.Find(blocks[i].Left) is var index and not 0 && board[index].IsSacked)
                _rule.Add(new SackBlock(board[index].Start, board[index].End));
        }

        return duplicate;
    }

    // RFC 2883, 4: the first block tells of something twice when it is acknowledged already, or lies in the second one. Only of what we can have sent.
    private static bool IsDuplicate(in SackBlocks blocks, in SendSequence send)
    {
        var first = blocks[0];
        if (first.Length <= 0 || first.Right > send.Next || first.Left < send.Unacknowledged - (int)Math.Min(send.LargestWindow, 1 << 30))
            return false;
        return first.Right <= send.Unacknowledged
            || (blocks.Count > 1 && first.Left >= blocks[1].Left && first.Right <= blocks[1].Right);
    }

    private void Learn(in Delivery delivery, in Arrival arrival)
    {
        _forward = delivery.Forward;
        if (delivery.Octets == 0)
            return;
        if (delivery.RoundTrip > TimeSpan.Zero)
            _least.Measure(delivery.RoundTrip, arrival.Now);
        _rack.Update(delivery);
        if (delivery.Reordering > 0)
            NoteReordering(delivery.Reordering, arrival.SegmentSize);
    }

    private void NoteReordering(int octets, int segmentSize)
    {
        statistics.ReorderingSeen.Add();
        _reordering.IsReorderingSeen = true;
        Reordering = Math.Max(Reordering, (octets / segmentSize) + 1);
    }

    // Whether what was done about losses turns out to have been for nothing.
    private bool TakeBack(SackBlock duplicate, in SendSequence send, in Arrival arrival, in Delivery delivery)
    {
        bool isSpurious = false;
        if (duplicate.Length > 0 && _hasSentAgain)
        {
            _reordering.DuplicateReported(send.Unacknowledged, send.Next);
            isSpurious = _spurious.DuplicateReported(duplicate);
        }

        if (Phase != RecoveryPhase.Open)
        {
            if (arrival.Octets > 0)
                isSpurious |= _spurious.IsBetrayedBy(arrival.Echo);
            bool maySendNew = arrival.HasNew && Congestion.Window - board.Pipe >= arrival.SegmentSize;
            isSpurious |= _forwardRto.Acknowledged(delivery.Originals, arrival.Octets > 0, delivery.Selectively > 0, maySendNew);
        }

        if (!isSpurious)
            return false;
        if (Phase == RecoveryPhase.Recovery)
        {
            // The hole was filled by what was on its way: overtaken, not lost.
            NoteReordering(Math.Max(_forward - send.Unacknowledged + arrival.Octets, 0), arrival.SegmentSize);
        }

        (Phase == RecoveryPhase.TimedOut ? statistics.TimeoutsUndone : statistics.RecoveriesUndone).Add();
        _spurious.Stop();
        _forwardRto.Stop();
        board.UnmarkLost();
        Congestion.Undo();
        return true;
    }

    private void EndPhases(in SendSequence send, bool isUndone)
    {
        if (Phase == RecoveryPhase.Open || (!isUndone && send.Unacknowledged < _recover))
            return;
        if (Phase == RecoveryPhase.Recovery && !isUndone)
            Congestion.Recovered(Math.Max(send.InFlight, Congestion.Threshold));
        Phase = RecoveryPhase.Open;
        _forwardRto.Stop();
        _reordering.Recovered();
        _duplicates = 0;
    }

    // RFC 8985, 7.4: a tail that the probe has repaired was lost by congestion all the same.
    private void CheckProbe(in TcpSegment segment, SackBlock duplicate, in Arrival arrival)
    {
        if (!_probe.Answered(segment.Acknowledgment, duplicate, arrival.IsDuplicate && segment.Options.Sack.Count == 0))
            return;
        statistics.TailLossesRepaired.Add();
        if (Phase != RecoveryPhase.Open)
            return;
        Congestion.LossFound(arrival.Sample.InFlight);
        Congestion.Recovered(Math.Max(arrival.Sample.InFlight, Congestion.Threshold));
    }

    private int FindLosses(in SendSequence send, in Arrival arrival, in Delivery delivery)
    {
        if (isTimed)
        {
            int octets = _rack.Detect(board, arrival.Now, Width, out var wait);
            WaitsUntil = wait > TimeSpan.Zero ? arrival.Now + wait : null;
            return octets;
        }

        if (arrival.Octets > 0)
            _duplicates = 0;
        else if (delivery.Selectively > 0)
            _duplicates++;
        int lost = _rule.LostBelow(send.Unacknowledged, arrival.SegmentSize) is { } below ? board.MarkLostBelow(ref _lostBelow, below) : 0;
        if (lost == 0 && Phase == RecoveryPhase.Open && _duplicates >= Threshold && board[board.First].State == FlightState.None)
            lost = board.MarkFirstLost(arrival.SegmentSize);
        return lost;
    }

    public int Rescue(int segmentSize)
    {
        if (isTimed || Phase != RecoveryPhase.Recovery)
            return 0;

        // NextSeg 3: below what the peer has, lowest first.
        if (board.Oldest is var oldest and not 0 && !board[oldest].WasSentAgain && board[oldest].End < _forward)
            return board.TakeFirst(oldest, segmentSize);

        // NextSeg 4: the end, once.
        if (_isRescued)
            return 0;
        _isRescued = true;
        return board.TakeLast(segmentSize);
    }
}
