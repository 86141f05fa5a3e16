using System.Net.Sockets;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>USER TIMEOUT, RETRANSMISSION TIMEOUT and the other timers (RFC 9293, 3.10.8; RFC 6298, 5).</content>
internal sealed partial class TcpEndpoint
{
    // From here on a closed window counts as one that is kept closed.
    private const int ProbesWhenStalled = 3;

    private int _synRetransmissions;

    // What ICMP said last and was not taken for final (RFC 9293, MUST-56).
    private SocketError _softError;
    private TimeSpan _lastHeard;
    private TimeSpan _lastSent;
    private TimeSpan _lastTextHeard;
    private TimeSpan _lastAcknowledged;

    private void SynTimedOut()
    {
        if (_retransmission.IsHopeless(Stack.Now, _userTimeout, _synRetries))
        {
            _tcp.Statistics.FailedOpens.Add();
            TimedOut();
            return;
        }

        FastOpenTimedOut();
        _retransmission.Expired();
        _synRetransmissions++;
        _isTiming = false;
        _tcp.Statistics.SegmentsRetransmitted.Add();
        SendSyn();
    }

    // RFC 6298, 5.4-5.6; RFC 5681, 3.1. What is lost goes again as the window opens.
    private void RetransmissionTimedOut()
    {
        if (_retransmission.IsHopeless(Stack.Now, _userTimeout, IsOrphan ? Settings.OrphanRetries : Settings.DataRetries))
        {
            TimedOut();
            return;
        }

        _tcp.Statistics.Timeouts.Add();
        Loss.TimedOut(_send, Quiet(), isAgain: _retransmission.BackOff > 0);
        _retransmission.Expired();
        RestartTimeout();
        SuspectBlackHole();
        if (MayTransmit)
            SendMissing(isForced: true);
        Output();
    }

    private void ProbeWindow()
    {
        if (_probe.IsHopeless(Stack.Now, _userTimeout, IsOrphan, Settings))
        {
            TimedOut();
            return;
        }

        _tcp.Statistics.WindowProbes.Add();
        _probe.WasSent(Stack.Now);
        if (_probe.Sent >= ProbesWhenStalled)
            _tcp.Memory.Stalled.Add(this);
        _isTiming = false;
        int length = Math.Min(1, _sendQueue.End - _send.Unacknowledged);
        bool withFin = length == 0 && _isFinQueued;
        SendSegment(_send.Unacknowledged, Math.Max(length, 0), withFin ? TcpFlags.Acknowledgment | TcpFlags.Fin : TcpFlags.Acknowledgment);
        if (_send.InFlight == 0)
        {
            _board.Sent(_send.Next, 1, _segmentSize, NewSending(1));
            _send.Advance(1);
        }

        _board.FirstWasProbed();
        Stack.Arm(_sendTimer, _probe.Interval(_roundTrip, Settings));
    }

    private void AcknowledgeTimerExpired()
    {
        if (!_delayedAck.IsPending)
            return;
        _tcp.Statistics.DelayedAcknowledgments.Add();
        SendAcknowledgment();
    }

    /// <summary>Keep-alive; or the end of FIN-WAIT-2 when nobody waits for it.</summary>
    private void IdleTimerExpired()
    {
        if (IsOrphan && _state == TcpState.FinWait2)
        {
            Terminate(SocketError.Success);
            return;
        }

        var silence = Stack.Now - _lastHeard;
        var remaining = _keepAlive.Remaining(silence);
        if (remaining == TimeSpan.Zero || _keepAlive.Sent > 0)
        {
            if (!KeepAlive(silence))
                return;
            remaining = _keepAlive.Sent > 0 ? _keepAlive.Interval : _keepAlive.Idle;
        }

        Stack.Arm(_idleTimer, remaining);
    }

    // MUST-27: only on connections on which nothing is in flight; otherwise retransmissions ask.
    private bool KeepAlive(TimeSpan silence)
    {
        if (!Has(Abstractions.SocketOptions.KeepAlive) || _send.InFlight > 0)
        {
            _keepAlive.Sent = 0;
            return true;
        }

        if (_keepAlive.IsHopeless(silence, _userTimeout))
        {
            SendReset();
            TimedOut();
            return false;
        }

        _keepAlive.Sent++;
        _tcp.Statistics.KeepAliveProbes.Add();
        SendSegment(_send.Next - 1, 0, TcpFlags.Acknowledgment);
        return true;
    }

    private void TimedOut()
    {
        _tcp.Statistics.ConnectionsTimedOut.Add();
        Terminate(_softError == SocketError.Success ? SocketError.TimedOut : _softError);
    }
}
