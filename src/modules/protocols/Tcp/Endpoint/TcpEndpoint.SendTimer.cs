namespace Hokku.Protocols.Tcp;

/// <content>The one timer of sending: for time-outs, for probes of a lost tail, for what may be overtaken (RFC 8985, 8), for window probes.</content>
internal sealed partial class TcpEndpoint
{
    private enum SendTimerPurpose : byte
    {
        /// <summary>The retransmission time-out, or a window probe.</summary>
        Timeout,
        TailProbe,
        Reordering,
    }

    private SendTimerPurpose _sendTimerPurpose;

    // What the timer waits for may have changed.
    private bool _isTimerStale;

    // When the retransmission time-out is over, whatever the timer waits for first.
    private TimeSpan _timeoutAt;

    /// <summary>The retransmission time-out begins anew (RFC 6298, 5.3).</summary>
    private void RestartTimeout()
    {
        _timeoutAt = Stack.Now + _retransmission.Timeout(_roundTrip, Settings);
        _isTimerStale = true;
    }

    /// <summary>Retransmissions when something is in flight; else, when something waits, window probes or the end of its waiting.</summary>
    private void ArmSendTimer()
    {
        if (_send.InFlight > 0)
        {
            ArmForFlight();
        }
        else if (_sendQueue.Length == 0)
        {
            Stack.Cancel(_sendTimer);
        }
        else if (!_sendTimer.IsArmed)
        {
            _sendTimerPurpose = SendTimerPurpose.Timeout;
            Stack.Arm(_sendTimer, _send.Window == 0 ? _probe.Interval(_roundTrip, Settings) : Settings.SillyWindowOverride);
        }
    }

    private void ArmForFlight()
    {
        if (!_isTimerStale && _sendTimer.IsArmed)
            return;
        if (!_sendTimer.IsArmed)
            RestartTimeout();
        _isTimerStale = false;
        var now = Stack.Now;
        var due = _timeoutAt - now;
        _sendTimerPurpose = SendTimerPurpose.Timeout;
        if (_send.Window > 0 && IsSynchronized)
        {
            if (Loss.WaitsUntil is { } until && until < _timeoutAt)
            {
                _sendTimerPurpose = SendTimerPurpose.Reordering;
                due = until - now;
            }
            else if (Loss.MayProbe && TailLossProbe.Delay(_roundTrip.Smoothed, _send.InFlight <= _segmentSize) is var wait && wait < due)
            {
                _sendTimerPurpose = SendTimerPurpose.TailProbe;
                due = wait;
            }
        }

        Stack.Arm(_sendTimer, due > TimeSpan.Zero ? due : TimeSpan.Zero);
    }

    private void SendTimerExpired()
    {
        if (_state is TcpState.SynSent or TcpState.SynReceived)
            SynTimedOut();
        else if (_send.Window == 0 && (_sendQueue.Length > 0 || _send.InFlight > 0))
            ProbeWindow();
        else if (_send.InFlight == 0)
            Output(isForced: true);
        else
            FlightTimerExpired();
    }

    private void FlightTimerExpired()
    {
        _isTimerStale = true;
        switch (_sendTimerPurpose)
        {
            case SendTimerPurpose.TailProbe:
                SendTailProbe();
                break;
            case SendTimerPurpose.Reordering:
                if ((Loss.WaitEnded(_send, Quiet()) & SegmentActions.Retransmit) != 0)
                    SendMissing(isForced: true);
                Output();
                break;
            default:
                RetransmissionTimedOut();
                break;
        }
    }

    // What recovery is told when it is time that has passed.
    private Arrival Quiet() => new() { Sample = Sample(0, _send.InFlight, default), SegmentSize = _segmentSize };
}
