using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What an acknowledgment means: progress, the window, the round trip, losses (RFC 9293, 3.10.7.4, fifth step; RFC 5681; RFC 6298).</content>
internal sealed partial class TcpEndpoint
{
    // The segment that is timed when there are no timestamps.
    private bool _isTiming;
    private TimeSpan _timedAt;
    private SequenceNumber _timedEnd;

    // When text was last sent again, and how far such text goes.
    private bool _hasResent;
    private TimeSpan _resentAt;
    private SequenceNumber _resentEnd;

    private SegmentActions Acknowledge(in TcpSegment segment)
    {
        int octets = segment.Acknowledgment - _send.Unacknowledged;
        if (octets < 0)
            return SegmentActions.None;
        _probe.Answered();
        HearEcho(segment);
        bool isWindowChanged = _send.UpdateWindow(segment);
        if (_send.Window > 0 && _probe.Sent > 0)
            ProbingEnds(octets);
        int flight = _send.InFlight;
        var roundTrip = octets > 0 ? NewDataAcknowledged(segment, octets) : default;

        // RFC 5681, 2: what counts as a duplicate acknowledgment.
        bool isDuplicate = octets == 0 && flight > 0 && segment.SequenceLength == 0 && !isWindowChanged && _send.Window > 0;
        if (octets == 0 && !isDuplicate && (!_sack.IsOn || segment.Options.Sack.Count == 0))
            return isWindowChanged ? SegmentActions.SendQueued : SegmentActions.None;
        _isTimerStale = true;
        return Loss.Acknowledged(segment, _send, new Arrival
        {
            Sample = Sample(octets, flight, roundTrip),
            IsDuplicate = isDuplicate,
            Echo = _timestamps.IsOn ? segment.Options.Timestamps?.EchoReply : null,
            HasNew = _sendQueue.End - _send.Next >= _segmentSize && _send.Window >= _send.InFlight + _segmentSize,
            SegmentSize = _segmentSize,
        }) | (isWindowChanged ? SegmentActions.SendQueued : SegmentActions.None);
    }

    // What is sent now has a time-out of its own; the timer was set for the next probe. A probe that the peer did not take is as if never sent.
    private void ProbingEnds(int octets)
    {
        _probe.Stop();
        _tcp.Memory.Stalled.Remove(this);
        Stack.Cancel(_sendTimer);
        if (octets > 0 || _board is not { Octets: 1 })
            return;
        _board.Clear();
        _send.Next = _send.Unacknowledged;
    }

    private TimeSpan NewDataAcknowledged(in TcpSegment segment, int octets)
    {
        var now = Stack.Now;
        var roundTrip = MeasureRoundTrip(segment);
        _send.Acknowledge(segment.Acknowledgment);
        _sendQueue.AcknowledgeTo(segment.Acknowledgment);
        _octetsAcknowledged += octets;
        _lastAcknowledged = now;
        _retransmission.Progressed(now);
        if (_search.IsOn)
            HearOfProbe();
        _softError = System.Net.Sockets.SocketError.Success;
        if (_send.InFlight > 0)
            RestartTimeout();
        else
            Stack.Cancel(_sendTimer);
        TuneSending();
        TellWriter();
        return roundTrip;
    }

    /// <summary>Takes the round trip from the echoed timestamp, else from the one segment that is timed and was sent only once (Karn).</summary>
    private TimeSpan MeasureRoundTrip(in TcpSegment segment)
    {
        var now = Stack.Now;
        var sample = _timestamps.Elapsed(segment, now);
        int samples = 1;
        if (sample >= TimeSpan.Zero)
        {
            if (IsAnsweredLate(segment, now - sample))
                return TimeSpan.Zero;
            samples = Math.Max(1, _send.InFlight / (2 * Math.Max(_segmentSize, 1)));
        }
        else
        {
            if (!_isTiming || segment.Acknowledgment < _timedEnd)
                return TimeSpan.Zero;
            sample = now - _timedAt;
        }

        if (segment.Acknowledgment >= _timedEnd)
            _isTiming = false;
        _roundTrip.Measure(sample, samples);
        return sample;
    }

    // The answer to the first sending was lost, and came when that had been sent again: the time between is no round trip, and a time-out made
    // of it grows with every loss. The clock of timestamps ticks in milliseconds.
    private bool IsAnsweredLate(in TcpSegment segment, TimeSpan echoed) =>
        _hasResent && segment.Acknowledgment <= _resentEnd && _resentAt - echoed > TimeSpan.FromMilliseconds(1);
}
