using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What is sent again: what is missing, by the scoreboard, and probes for a lost tail (RFC 6675, 5; RFC 8985, 7.3).</content>
internal sealed partial class TcpEndpoint
{
    /// <summary>Octets for which congestion leaves room.</summary>
    private int Room => Loss.Window - _board.Pipe;

    /// <summary>Sends again what is missing, lowest first, as far as windows admit.</summary>
    /// <param name="isForced">The first segment goes whatever the congestion window says.</param>
    private void SendMissing(bool isForced)
    {
        while (_board.IsAnythingMissing && (isForced || !IsHeldByPace()))
        {
            int room = isForced ? _segmentSize : Room;
            int index = room > 0 ? _board.TakeMissing(MostAtOnce(room)) : 0;

            // Whole segments only (RFC 6675, 5, step C), and nothing that the peer has no window for any more.
            if (index == 0 || (room < _segmentSize && room < _board[index].Length) || IsBeyondWindow(index) || !SendAgain(index))
                return;
            _tcp.Statistics.FastRetransmits.Add(Loss.Phase == RecoveryPhase.Recovery ? 1 : 0);
            isForced = false;
        }
    }

    // RFC 6675, 4: NextSeg 3 and 4.
    private void SendRescue()
    {
        while (Room >= _segmentSize && !IsHeldByPace() && !_board.IsAnythingMissing && Loss.Rescue(_segmentSize) is var index and not 0 && SendAgain(index))
        {
        }
    }

    /// <summary>Sends a probe for a lost tail: new text if there is any, else the last segment again.</summary>
    private void SendTailProbe()
    {
        int length = (int)Math.Min(Math.Min(_sendQueue.End - _send.Next, _segmentSize), Math.Max(_send.Window - (long)_send.InFlight, 0));
        bool withFin = IsFinToSend && _send.Next + length == _sendQueue.End;
        if (length > 0)
        {
            if (SendText(length, withFin))
                Loss.ProbeSent(_send.Next, isRetransmission: false);
        }
        else if (_board.TakeLast(_segmentSize) is var index and not 0 && SendAgain(index))
        {
            Loss.ProbeSent(_send.Next, isRetransmission: true);
        }

        RestartTimeout();
        ArmSendTimer();
    }

    private int MostAtOnce(int room)
    {
        int most = Settings.SuperPackets && !_send.IsUrgent ? MostSuperPacket / _segmentSize * _segmentSize : _segmentSize;
        if (_pacer.IsOn)
            most = Math.Min(most, _pacer.Quantum / _segmentSize * _segmentSize);
        return Math.Clamp(room / _segmentSize * _segmentSize, _segmentSize, Math.Max(most, _segmentSize));
    }

    private bool IsBeyondWindow(int index) => _board[index].Start != _send.Unacknowledged && _board[index].End - _send.Unacknowledged > _send.Window + 1L;

    private bool SendAgain(int index)
    {
        var (start, end) = (_board[index].Start, _board[index].End);
        bool withFin = end > _sendQueue.End;
        int length = end - start - (withFin ? 1 : 0);
        var sending = NewSending(length);
        if (!SendSegment(start, length, withFin ? TcpFlags.Acknowledgment | TcpFlags.Fin : TcpFlags.Acknowledgment))
            return false;
        _pacer.Sent(length);
        _isTiming = false;
        NoteResent(end);
        _board.SentAgain(index, _segmentSize, sending);
        Loss.Sent(end - start, sending.Stamp, isRetransmission: true);
        CountRetransmission(length);
        if (start == _send.Unacknowledged)
            RestartTimeout();
        return true;
    }

    private void NoteResent(SequenceNumber end)
    {
        _resentAt = Stack.Now;
        if (!_hasResent || end > _resentEnd)
            _resentEnd = end;
        _hasResent = true;
    }

    private void CountRetransmission(int length)
    {
        _search.Lost(Stack.Now);
        int segments = Math.Max(1, (length + _segmentSize - 1) / _segmentSize);
        _tcp.Statistics.SegmentsRetransmitted.Add(segments);
        _retransmits += segments;
        _octetsRetransmitted += length;
    }

    private Sending NewSending(int octets)
    {
        var now = Stack.Now;
        return new Sending(now, _timestamps.IsOn ? _timestamps.Value(now) : 0, _board.Clock.Mark(now, _board.Pipe, octets));
    }

    /// <summary>Nothing that was sent counts any more.</summary>
    private void ClearSending()
    {
        _sendQueue.Clear();
        _board.Clear();
    }
}
