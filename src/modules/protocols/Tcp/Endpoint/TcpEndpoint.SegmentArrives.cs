using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>SEGMENT ARRIVES in LISTEN and SYN-SENT (RFC 9293, 3.10.7.2-3), and the one place that performs what was decided.</content>
internal sealed partial class TcpEndpoint
{
    private const SegmentActions Ending = SegmentActions.Close | SegmentActions.ConnectionReset | SegmentActions.ConnectionRefused | SegmentActions.EnterTimeWait;

    private const SegmentActions AtBatchEnd = SegmentActions.AcknowledgeLater | SegmentActions.AcknowledgeNow | SegmentActions.SendQueued;

    public void SegmentArrives(in TcpSegment segment, NetBuffer buffer)
    {
        _segmentsIn++;
        var verdict = _state == TcpState.SynSent ? SegmentArrivesInSynSent(segment, buffer) : SegmentArrivesSynchronized(segment, buffer);
        Perform(verdict, segment, buffer);
    }

    /// <summary>A SYN begins a half-open connection; everything else is refused.</summary>
    /// <param name="key">The connection it would be.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="buffer">Owned.</param>
    /// <param name="after">The last number that an earlier connection of the same name has used.</param>
    public void SegmentArrivesInListen(in ConnectionKey key, in TcpSegment segment, NetBuffer buffer, SequenceNumber? after = null)
    {
        var reason = DropReason.None;
        if (segment.IsReset)
        {
            reason = DropReason.NoConnection;
        }
        else if (segment.IsAcknowledgment)
        {
            if (_listenQueue!.TryEstablishByCookie(key, segment, buffer))
                return;
            _tcp.SendReset(key, segment);
            reason = DropReason.NoConnection;
        }
        else if (!segment.IsSyn)
        {
            reason = DropReason.FlagsMalformed;
        }
        else
        {
            var initial = _tcp.InitialSequence.For(key, Stack.Now);
            if (after is { } last)
                initial = SequenceNumber.Max(initial, last + (ushort.MaxValue + 1));
            if (segment.Options.FastOpen is { Length: > 0 } cookie && _listenQueue!.TryFastOpen(key, segment, cookie, initial, buffer))
                return;
            reason = _listenQueue!.Begin(key, segment, initial, MaximumSegmentFor(key.Remote), after is not null);
        }

        if (reason == DropReason.None)
            buffer.Free();
        else
            _tcp.Drop(buffer, reason);
    }

    // RFC 9293, 3.10.7.3.
    private SegmentVerdict SegmentArrivesInSynSent(in TcpSegment segment, NetBuffer buffer)
    {
        bool isAcknowledged = segment.IsAcknowledgment;
        if (isAcknowledged && (segment.Acknowledgment <= _send.Initial || segment.Acknowledgment > _send.Next + _fastLength))
            return SegmentVerdict.Dropped(DropReason.AcknowledgmentInvalid, SegmentActions.Reset);
        if (segment.IsReset)
        {
            return isAcknowledged
                ? SegmentVerdict.Dropped(DropReason.None, SegmentActions.ConnectionRefused)
                : SegmentVerdict.Dropped(DropReason.ResetRejected);
        }

        if (!segment.IsSyn)
            return SegmentVerdict.Dropped(DropReason.FlagsMalformed);
        _receive.Begin(segment.Sequence);
        _receiveQueue.Begin(_receive.Next);
        Agree(Agreement.From(segment, Key.Local.Family));
        _window.OpenUnscaled(_receive.Next, ReceiveSpace);
        return isAcknowledged ? SynAckArrives(segment, buffer) : SimultaneousSynArrives(segment);
    }

    private SegmentVerdict SynAckArrives(in TcpSegment segment, NetBuffer buffer)
    {
        MeasureRoundTrip(segment);
        HearFastOpen(segment);
        _send.Acknowledge(segment.Acknowledgment);
        _send.WindowSequence = segment.Sequence;
        _send.WindowAcknowledgment = segment.Acknowledgment;
        _send.UpdateWindow(segment);
        _retransmission.Progressed(Stack.Now);
        Establish();
        if (_isFinQueued)
            MoveTo(TcpState.FinWait1);

        // MUST-16: what else the segment carries counts; the text begins behind the SYN.
        var verdict = new SegmentVerdict(SegmentActions.AcknowledgeNow | SegmentActions.SendQueued);
        if (segment.PayloadLength == 0)
            return verdict;
        return verdict.With(ProcessText(segment with { Sequence = segment.Sequence + 1, Flags = segment.Flags & ~TcpFlags.Syn }, buffer));
    }

    // Both sides have opened at once (RFC 9293, 3.5, figure 8).
    private SegmentVerdict SimultaneousSynArrives(in TcpSegment segment)
    {
        _send.WindowSequence = segment.Sequence;
        _send.Window = _send.LargestWindow = segment.Window;
        MoveTo(TcpState.SynReceived);
        _synRetransmissions = 0;
        SendSyn();
        return SegmentActions.Stop;
    }

    private void Perform(SegmentVerdict verdict, in TcpSegment segment, NetBuffer buffer)
    {
        var actions = verdict.Actions;
        if ((actions & SegmentActions.Reset) != 0)
            _tcp.SendReset(_key, segment);
        if ((actions & SegmentActions.Challenge) != 0)
            Challenge();
        if ((actions & SegmentActions.Kept) == 0)
        {
            if (verdict.Drop == DropReason.None)
                buffer.Free();
            else
                _tcp.Drop(buffer, verdict.Drop);
        }

        if ((actions & Ending) != 0)
        {
            End(actions);
            return;
        }

        if ((actions & SegmentActions.Retransmit) != 0)
            SendMissing(isForced: true);
        if ((actions & SegmentActions.AcknowledgeEach) != 0)
            SendAcknowledgment();
        if ((actions & SegmentActions.AcknowledgeNow) != 0)
            _delayedAck.Demand();
        _isOutputWanted |= (actions & SegmentActions.SendQueued) != 0;
        if ((actions & AtBatchEnd) != 0)
            Stack.Schedule(_batch);
    }

    private void End(SegmentActions actions)
    {
        if ((actions & SegmentActions.EnterTimeWait) != 0)
        {
            EnterTimeWait();
        }
        else if ((actions & SegmentActions.ConnectionReset) != 0)
        {
            _tcp.Statistics.ResetsReceived.Add();
            _tcp.Statistics.ConnectionsReset.Add();
            Terminate(System.Net.Sockets.SocketError.ConnectionReset);
        }
        else if ((actions & SegmentActions.ConnectionRefused) != 0)
        {
            _tcp.Statistics.ResetsReceived.Add();
            _tcp.Statistics.FailedOpens.Add();
            Terminate(System.Net.Sockets.SocketError.ConnectionRefused);
        }
        else
        {
            Terminate(System.Net.Sockets.SocketError.Success);
        }
    }

    /// <summary>The connection's name waits 2 MSL in a compact entry; the endpoint stays for what its user has not read.</summary>
    private void EnterTimeWait()
    {
        // In CLOSING the peer's FIN was acknowledged when it came.
        if (_state != TcpState.Closing)
            SendAcknowledgment();
        Disconnect();
        MoveTo(TcpState.TimeWait);
        _tcp.TimeWait.Add(_key, _send.Next, _receive.Next, (ushort)Math.Min(ReceiveSpace >> _window.Scale, ushort.MaxValue), _timestamps);
        ClearSending();
        Account();
        if (Socket.IsClosed)
            Socket.Detach();
        else
            Socket.Notify(Wire.Control.SocketEvents.Read | Wire.Control.SocketEvents.PeerClosed | Wire.Control.SocketEvents.HangUp);
    }

    private void Challenge()
    {
        if (_tcp.MayChallenge(ref _challenge))
            SendAcknowledgment();
    }
}
