using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>SEGMENT ARRIVES in the other states (RFC 9293, 3.10.7.4): the eight steps, first to last.</content>
internal sealed partial class TcpEndpoint
{
    private SegmentVerdict SegmentArrivesSynchronized(in TcpSegment segment, NetBuffer buffer)
    {
        // The peer has not got our SYN-ACK.
        if (_state == TcpState.SynReceived && segment.IsSyn && !segment.IsAcknowledgment && segment.Sequence == _receive.Initial)
        {
            SendSyn();
            return SegmentVerdict.Dropped(DropReason.OldDuplicate);
        }

        var verdict = CheckSequence(segment);
        if (!verdict.IsFinal)
            verdict = verdict.With(CheckReset(segment));
        if (!verdict.IsFinal)
            verdict = verdict.With(CheckSecurity());
        if (!verdict.IsFinal)
            verdict = verdict.With(CheckSyn(segment));
        if (!verdict.IsFinal)
            verdict = verdict.With(CheckAck(segment));
        if (!verdict.IsFinal)
            verdict = verdict.With(CheckUrgent(segment));
        if (!verdict.IsFinal)
            verdict = verdict.With(ProcessText(segment, buffer));
        if (!verdict.IsFinal)
            verdict = verdict.With(CheckFin());
        return verdict;
    }

    // First: PAWS (RFC 7323, 5.3), then the sequence number.
    private SegmentVerdict CheckSequence(in TcpSegment segment)
    {
        var now = Stack.Now;
        if (!segment.IsReset && _timestamps.IsOld(segment, now))
            return Unacceptable(segment, DropReason.PawsRejected);
        if (_timestamps.IsMissing(segment))
            return SegmentVerdict.Dropped(DropReason.PawsRejected);
        uint window = _window.Size(_receive.Next);

        // MUST-66: with a closed window, what else comes at RCV.NXT still counts; the text is cut off later.
        bool isAcceptable = SegmentAcceptance.IsAcceptable(segment.Sequence, segment.SequenceLength, _receive.Next, window)
            || (window == 0 && segment.Sequence == _receive.Next);
        if (!isAcceptable)
            return Unacceptable(segment, segment.End <= _receive.Next ? DropReason.OldDuplicate : DropReason.OutOfWindow);
        _timestamps.Hear(segment, _receive.LastAcknowledged, now);
        _lastHeard = now;
        _keepAlive.Sent = 0;
        return SegmentVerdict.Continue;
    }

    // RFC 9293: an acknowledgment, so that the peer learns where we are. What carries no text, or numbers that the peer has no cause to send, is
    // answered rarely, lest two confused peers answer each other for ever, or a blind one makes us flood ours.
    private SegmentVerdict Unacceptable(in TcpSegment segment, DropReason reason)
    {
        _tcp.Statistics.Duplicates.Add(reason == DropReason.OldDuplicate ? 1 : 0);
        if (segment.IsReset)
            return SegmentVerdict.Dropped(reason);
        if (_sack.IsOn && segment.PayloadLength > 0 && reason == DropReason.OldDuplicate)
            ReportText(segment);
        bool mayAnswer = IsPlausible(segment) || _outOfWindowLimit.TryTake(Stack.Now, Stack.Entropy, Settings.ChallengesPerSecond);
        return SegmentVerdict.Dropped(reason, mayAnswer ? SegmentActions.AcknowledgeEach : SegmentActions.None);
    }

    // A retransmission, or text that came with a window that has moved since.
    private bool IsPlausible(in TcpSegment segment) =>
        segment.PayloadLength > 0 && Math.Abs((long)(segment.Sequence - _receive.Next)) <= 2L * Math.Max(Socket.ReceiveBufferSize, ushort.MaxValue);

    // Second: RFC 5961, 3.2: only the exact number resets; one that is merely in the window is asked about.
    private SegmentVerdict CheckReset(in TcpSegment segment)
    {
        if (!segment.IsReset)
            return SegmentVerdict.Continue;
        if (segment.Sequence != _receive.Next)
            return SegmentVerdict.Dropped(DropReason.ResetRejected, SegmentActions.Challenge);
        return SegmentVerdict.Dropped(DropReason.None, _state switch
        {
            TcpState.SynReceived => SegmentActions.ConnectionRefused,
            TcpState.Closing or TcpState.LastAck => SegmentActions.Close,
            _ => SegmentActions.ConnectionReset,
        });
    }

    // Third: there are no security compartments here (RFC 9293, A.1).
    private static SegmentVerdict CheckSecurity() => SegmentVerdict.Continue;

    // Fourth: RFC 5961, 4.2: a SYN never ends a connection; the peer is asked whether it meant it.
    private static SegmentVerdict CheckSyn(in TcpSegment segment) => segment.IsSyn
        ? SegmentVerdict.Dropped(DropReason.SynRejected, SegmentActions.Challenge)
        : SegmentVerdict.Continue;

    // Fifth.
    private SegmentVerdict CheckAck(in TcpSegment segment)
    {
        if (!segment.IsAcknowledgment)
            return SegmentVerdict.Dropped(DropReason.FlagsMalformed);
        if (_state == TcpState.SynReceived)
        {
            if (segment.Acknowledgment <= _send.Unacknowledged || segment.Acknowledgment > _send.Next)
                return SegmentVerdict.Dropped(DropReason.AcknowledgmentInvalid, SegmentActions.Reset);
            _send.WindowSequence = segment.Sequence;
            _send.WindowAcknowledgment = segment.Acknowledgment;
            Establish();
            if (_isFinQueued)
                MoveTo(TcpState.FinWait1);
        }

        // RFC 5961, 5.2: numbers that no honest peer acknowledges.
        int largest = (int)Math.Min(_send.LargestWindow, 1 << 30);
        if (segment.Acknowledgment > _send.Next || segment.Acknowledgment < _send.Unacknowledged - largest)
            return SegmentVerdict.Dropped(DropReason.AcknowledgmentInvalid, SegmentActions.Challenge);
        var actions = Acknowledge(segment);
        return !IsFinAcknowledged ? actions : actions | _state switch
        {
            TcpState.FinWait1 => FinWasAcknowledged(),
            TcpState.Closing => SegmentActions.EnterTimeWait | SegmentActions.Stop,
            TcpState.LastAck => SegmentActions.Close | SegmentActions.Stop,
            _ => SegmentActions.None,
        };
    }

    private SegmentActions FinWasAcknowledged()
    {
        MoveTo(TcpState.FinWait2);
        if (!IsOrphan)
            return SegmentActions.None;
        if (_linger2 <= TimeSpan.Zero)
            return SegmentActions.Close | SegmentActions.Stop;
        Stack.Arm(_idleTimer, _linger2);
        return SegmentActions.None;
    }

    // Sixth: RFC 9293, 3.8.5.
    private SegmentVerdict CheckUrgent(in TcpSegment segment)
    {
        if (segment.IsUrgent && !_receive.IsFinished && _urgent.Hear(segment.Sequence, segment.UrgentPointer, _receiveQueue.ReadPosition))
            Socket.Notify(SocketEvents.Urgent);
        return SegmentVerdict.Continue;
    }

    // Seventh.
    private SegmentVerdict ProcessText(in TcpSegment segment, NetBuffer buffer)
    {
        if (_state is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2))
            return segment.PayloadLength > 0 || segment.IsFin ? SegmentActions.AcknowledgeNow : SegmentVerdict.Continue;

        // RFC 1122, 4.2.2.13: the user has closed and will never read this.
        if (IsOrphan && segment.PayloadLength > 0 && segment.Sequence + segment.PayloadLength > _receive.Next)
            return SegmentVerdict.Dropped(DropReason.SocketClosed, SegmentActions.Reset | SegmentActions.Close);
        if (segment.IsFin && segment.End - 1 <= _window.Edge && !_receive.IsFinSeen)
        {
            _receive.IsFinSeen = true;
            _receive.Fin = segment.End - 1;
        }

        HearMark(segment, buffer);
        if (segment.PayloadLength == 0)
            return segment.IsFin ? SegmentActions.AcknowledgeNow : SegmentVerdict.Continue;
        var edge = _receive.IsFinSeen ? SequenceNumber.Min(_window.Edge, _receive.Fin) : _window.Edge;
        int segmentSize = buffer.SegmentSize == 0 ? segment.PayloadLength : buffer.SegmentSize;
        if (IsTooMuch(isInOrder: segment.Sequence <= _receive.Next))
            return SegmentVerdict.Dropped(DropReason.ReceiveBufferFull, SegmentActions.AcknowledgeNow);
        if (_sack.IsOn && (segment.Sequence != _receive.Next || _receiveQueue.EarlyCount > 0))
            ReportText(segment);
        var outcome = _receiveQueue.Insert(segment.Sequence, edge, buffer);
        Account();
        if (outcome == TextOutcome.InOrder)
            _tuning.Hear(_timestamps.Elapsed(segment, Stack.Now));
        return TextArrived(outcome, segmentSize) | SegmentActions.Kept;
    }

    // What came twice, or before its turn, the next acknowledgment tells the peer.
    private void ReportText(in TcpSegment segment)
    {
        if (_sack.TextArrives(segment.Sequence, segment.PayloadLength, _receiveQueue))
            _tcp.Statistics.DuplicateSacksSent.Add();
    }

    private SegmentActions TextArrived(TextOutcome outcome, int segmentSize)
    {
        int octets = _receiveQueue.Next - _receive.Next;
        bool hadHole = _receiveQueue.EarlyCount > 0;
        switch (outcome)
        {
            case TextOutcome.InOrder:
                _receive.Next = _receiveQueue.Next;
                _octetsReceived += octets;
                ForgetTuning(Stack.Now - _lastTextHeard);
                _lastTextHeard = Stack.Now;
                _delayedAck.TextArrived(octets, segmentSize, _ourMaximumSegment);
                if (ReadAvailable >= Socket.ReceiveLowWater)
                    Socket.Notify(SocketEvents.Read);

                // RFC 5681, 4.2: a segment that fills a hole is acknowledged at once.
                return hadHole || octets > segmentSize ? SegmentActions.AcknowledgeNow : SegmentActions.AcknowledgeLater;
            case TextOutcome.OutOfOrder:
                _tcp.Statistics.OutOfOrder.Add();
                return SegmentActions.AcknowledgeEach;
            case TextOutcome.Refused:
                _tcp.Statistics.All.Drops.Add(DropReason.OutOfOrderLimit);
                return SegmentActions.AcknowledgeEach;
            case TextOutcome.BeyondWindow:
                _tcp.Statistics.All.Drops.Add(DropReason.OutOfWindow);
                return SegmentActions.AcknowledgeEach;
            default:
                _tcp.Statistics.Duplicates.Add();
                return SegmentActions.AcknowledgeEach;
        }
    }

    // Eighth: the FIN's turn comes when all text before it is here.
    private SegmentVerdict CheckFin()
    {
        if (!_receive.IsFinSeen || _receive.IsFinished || _receive.Next != _receive.Fin)
            return SegmentVerdict.Continue;
        _receive.IsFinished = true;
        _receive.Next++;
        Socket.Notify(SocketEvents.Read | SocketEvents.PeerClosed);
        switch (_state)
        {
            case TcpState.Established:
                MoveTo(TcpState.CloseWait);
                return SegmentActions.AcknowledgeNow;
            case TcpState.FinWait1:
                MoveTo(TcpState.Closing);
                return SegmentActions.AcknowledgeNow;
            default:
                return SegmentActions.EnterTimeWait;
        }
    }
}
