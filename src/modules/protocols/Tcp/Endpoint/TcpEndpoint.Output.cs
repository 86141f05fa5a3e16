using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What is sent, and when (RFC 9293, 3.7 and 3.8).</content>
internal sealed partial class TcpEndpoint
{
    // As much text as one IP packet holds beside its headers.
    private const int MostSuperPacket = ushort.MaxValue - 128;

    private bool _isOutputWanted;

    private bool MayTransmit => _state is TcpState.Established or TcpState.CloseWait or TcpState.FinWait1 or TcpState.Closing or TcpState.LastAck || IsFastOpened;

    /// <summary>The FIN is queued and not sent yet.</summary>
    private bool IsFinToSend => _isFinQueued && _send.Next <= _sendQueue.End;

    private void BatchEnds()
    {
        if (!_isConnected)
            return;
        if (_refusedMtu > 0)
        {
            LowerPathMtu(_refusedMtu);
            _refusedMtu = 0;
        }

        if (_isOutputWanted)
            Output();
        if (!_delayedAck.IsPending || !IsSynchronized)
            return;
        if (_delayedAck.IsDue)
            SendAcknowledgment();
        else if (!_acknowledgeTimer.IsArmed)
            Stack.Arm(_acknowledgeTimer, Settings.DelayedAcknowledgment);
    }

    /// <summary>Sends what windows and Nagle admit.</summary>
    /// <param name="isForced">The first segment goes whatever Nagle says.</param>
    private void Output(bool isForced = false)
    {
        _isOutputWanted = false;
        if (!MayTransmit)
            return;
        CheckRoute();
        UpdatePacing();
        if (_board.IsAnythingMissing && !Loss.HoldsRetransmissions)
            SendMissing(isForced: false);
        bool isWaiting = _search.IsOn && !isForced && ProbePath();
        while (!isWaiting && (isForced || !IsHeldByPace()) && TryPlan(isForced, out int length, out bool withFin) && SendText(length, withFin))
            isForced = false;
        if (Loss.Phase == RecoveryPhase.Recovery)
            SendRescue();
        NoteWindowUse();
        ArmSendTimer();
    }

    /// <summary>Decides on the next segment or super-packet of new text.</summary>
    private bool TryPlan(bool isForced, out int length, out bool withFin)
    {
        length = 0;
        withFin = false;
        int queued = _sendQueue.End - _send.Next;
        if (queued < 0)
            return false;
        long limit = Math.Min(Room, _send.Window - (long)_send.InFlight);

        // Over loopback one segment is larger than that: cut shorter it would never count as full, and wait for the last one's acknowledgment.
        length = (int)Math.Clamp(limit, 0, Math.Min(queued, Math.Max(MostSuperPacket, _segmentSize)));
        if (_pacer.IsOn)
            length = Math.Min(length, Math.Max(_pacer.Quantum, _segmentSize));
        bool isLast = length == queued;
        if (length > _segmentSize)
        {
            // A super-packet is cut into full segments; its rest goes along only when nothing else would hold it back.
            length = Settings.SuperPackets && !_send.IsUrgent ? Math.Min(length, MostSuperPacket / _segmentSize * _segmentSize) : _segmentSize;
            isLast = length == queued;
            int rest = length % _segmentSize;
            if (rest > 0 && !(isLast && IsWorthSending(rest, isLast)))
            {
                length -= rest;
                isLast = false;
            }
        }

        withFin = isLast && IsFinToSend;
        if (length == 0)
            return withFin;
        return isForced || IsWorthSending(length, isLast);
    }

    private bool IsWorthSending(int length, bool isLast) => new Nagle
    {
        Length = length,
        SegmentSize = _segmentSize,
        LargestWindow = _send.LargestWindow,
        IsLast = isLast,
        IsIdle = _send.InFlight == (IsFastOpened ? 1 : 0), // the SYN-ACK does not count
        NoDelay = _isNoDelay || _send.IsUrgent,
        IsCorked = _isCorked || _hasMore,
        IsFinal = IsFinToSend,
    }.ShouldSend();

    /// <summary>Sends new text at SND.NXT.</summary>
    private bool SendText(int length, bool withFin)
    {
        var sending = NewSending(length);
        if (!SendSegment(_send.Next, length, withFin ? TcpFlags.Acknowledgment | TcpFlags.Fin : TcpFlags.Acknowledgment))
            return false;
        _pacer.Sent(length);
        if (_send.InFlight == 0)
        {
            _retransmission.Progressed(sending.Time);
            RestartTimeout();
        }

        int octets = length + (withFin ? 1 : 0);
        _board.Sent(_send.Next, octets, _segmentSize, sending);
        _send.Advance(octets);
        Loss.Sent(octets, sending.Stamp, isRetransmission: false);
        _isTimerStale = true;
        if (!_isTiming)
        {
            _isTiming = true;
            _timedAt = sending.Time;
            _timedEnd = _send.Next;
        }

        return true;
    }

    private void SendAcknowledgment()
    {
        if (_acknowledgeTimer.IsArmed)
            Stack.Cancel(_acknowledgeTimer);
        SendSegment(_send.Next, 0, TcpFlags.Acknowledgment);
    }
}
