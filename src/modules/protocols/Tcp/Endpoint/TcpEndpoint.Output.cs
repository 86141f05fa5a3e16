using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What is sent, and when (RFC 9293, 3.7 and 3.8).</content>
internal sealed partial class TcpEndpoint
{
    // As much text as one IP packet holds beside its headers.
    private const int MostSuperPacket = ushort.MaxValue - 128;

    private bool _isOutputWanted;

    private bool MayTransmit => _state is TcpState.Established or TcpState.CloseWait or TcpState.FinWait1 or TcpState.Closing or TcpState.LastAck;

    /// <summary>The FIN is queued and not behind the cursor yet.</summary>
    private bool IsFinToSend => _isFinQueued && _send.Cursor <= _sendQueue.End;

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
        while ((isForced || !IsHeldByPace()) && TryPlan(isForced, out int length, out bool withFin) && SendText(length, withFin))
            isForced = false;
        NoteWindowUse();
        ArmSendTimer();
    }

    /// <summary>Decides on the next segment or super-packet at the cursor.</summary>
    private bool TryPlan(bool isForced, out int length, out bool withFin)
    {
        length = 0;
        withFin = false;
        int queued = _sendQueue.End - _send.Cursor;
        if (queued < 0)
            return false;
        long limit = Math.Min((long)_loss.Window, _send.Window) - (_send.Cursor - _send.Unacknowledged);

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
        return isForced || _send.Cursor < _send.Next || IsWorthSending(length, isLast);
    }

    private bool IsWorthSending(int length, bool isLast) => new Nagle
    {
        Length = length,
        SegmentSize = _segmentSize,
        LargestWindow = _send.LargestWindow,
        IsLast = isLast,
        IsIdle = _send.InFlight == 0,
        NoDelay = _isNoDelay || _send.IsUrgent,
        IsCorked = _isCorked || _hasMore,
        IsFinal = IsFinToSend,
    }.ShouldSend();

    /// <summary>Sends at the cursor and moves it.</summary>
    private bool SendText(int length, bool withFin)
    {
        bool isNew = _send.Cursor == _send.Next;
        if (!SendSegment(_send.Cursor, length, withFin ? TcpFlags.Acknowledgment | TcpFlags.Fin : TcpFlags.Acknowledgment))
            return false;
        _pacer.Sent(length);
        if (_send.InFlight == 0)
            _retransmission.Progressed(Stack.Now);
        if (!isNew)
            CountRetransmission(length);
        _send.Advance(length + (withFin ? 1 : 0));
        if (isNew && !_isTiming)
        {
            _isTiming = true;
            _timedAt = Stack.Now;
            _timedEnd = _send.Next;
        }

        return true;
    }

    /// <summary>Sends the first unacknowledged segment again, and leaves the cursor where it is.</summary>
    private void Retransmit()
    {
        int length = Math.Min(_segmentSize, SequenceNumber.Min(_sendQueue.End, _send.Next) - _send.Unacknowledged);
        bool withFin = _isFinQueued && _send.Unacknowledged + length == _sendQueue.End && _send.Next > _sendQueue.End;
        if (length < 0 || (length == 0 && !withFin))
            return;
        _isTiming = false;
        _tcp.Statistics.FastRetransmits.Add();
        CountRetransmission(length);
        SendSegment(_send.Unacknowledged, length, withFin ? TcpFlags.Acknowledgment | TcpFlags.Fin : TcpFlags.Acknowledgment);
        Stack.Arm(_sendTimer, _retransmission.Timeout(_roundTrip, Settings));
    }

    private void CountRetransmission(int length)
    {
        int segments = Math.Max(1, (length + _segmentSize - 1) / _segmentSize);
        _tcp.Statistics.SegmentsRetransmitted.Add(segments);
        _retransmits += segments;
        _octetsRetransmitted += length;
    }

    private void SendAcknowledgment()
    {
        if (_acknowledgeTimer.IsArmed)
            Stack.Cancel(_acknowledgeTimer);
        SendSegment(_send.Next, 0, TcpFlags.Acknowledgment);
    }

    /// <summary>Retransmissions when something is in flight; else, when something waits, window probes or the end of its waiting.</summary>
    private void ArmSendTimer()
    {
        if (_send.InFlight > 0)
        {
            if (!_sendTimer.IsArmed)
                Stack.Arm(_sendTimer, _retransmission.Timeout(_roundTrip, Settings));
        }
        else if (_sendQueue.Length == 0)
        {
            Stack.Cancel(_sendTimer);
        }
        else if (!_sendTimer.IsArmed)
        {
            Stack.Arm(_sendTimer, _send.Window == 0 ? _probe.Interval(_roundTrip, Settings) : Settings.SillyWindowOverride);
        }
    }
}
