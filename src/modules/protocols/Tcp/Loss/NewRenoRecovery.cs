using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Recovery with a peer that does not acknowledge selectively: fast retransmit, fast recovery and limited transmit by counting duplicate
/// acknowledgments (RFC 5681, 3.2; RFC 6582; RFC 3042).
/// </summary>
internal sealed class NewRenoRecovery(Scoreboard board, TcpStatistics statistics, ICongestionControl congestion) : ILossRecovery
{
    private const int Threshold = 3;

    private SequenceNumber _recover;
    private SpuriousRetransmission _spurious;
    private int _duplicates;
    private int _window;
    private int _allowance;

    public RecoveryPhase Phase { get; private set; }

    public ICongestionControl Congestion { get; set; } = congestion;

    public int Window => Phase == RecoveryPhase.Recovery && !Congestion.GovernsRecovery ? _window : Congestion.Window + _allowance;

    public bool HoldsRetransmissions => false;

    public TimeSpan? WaitsUntil => null;

    public bool MayProbe => false;

    public int Reordering => Threshold;

    // One less than RFC 6582 says: with ISS itself the loss of the very first segment would wait for a time-out.
    public void Begin(SequenceNumber initial) => _recover = initial - 1;

    public SegmentActions Acknowledged(in TcpSegment segment, in SendSequence send, in Arrival arrival)
    {
        if (arrival.Octets == 0)
            return arrival.IsDuplicate ? Duplicate(send, arrival) : SegmentActions.None;
        var delivery = new Delivery { Now = arrival.Now, LeastRoundTrip = default, Echo = arrival.Echo, Forward = send.Unacknowledged, Before = send.Unacknowledged };
        board.AcknowledgeTo(send.Unacknowledged, ref delivery);
        _duplicates = 0;
        _allowance = 0;
        if (Phase != RecoveryPhase.Open && _spurious.IsBetrayedBy(arrival.Echo))
            Undo();
        bool isRecovering = Phase == RecoveryPhase.Recovery;
        if (Phase != RecoveryPhase.Open && send.Unacknowledged - 1 >= _recover)
        {
            if (isRecovering)
                Congestion.Recovered(send.InFlight);
            Phase = RecoveryPhase.Open;
        }

        bool isPartial = Phase == RecoveryPhase.Recovery;
        int lost = isPartial ? board.MarkFirstLost(arrival.SegmentSize) : 0;

        // RFC 6582, 3.2, step 3: the window is deflated by what has left the network, but for a segment.
        if (isPartial)
            _window = Math.Max(Math.Max(_window - arrival.Octets, 0) + (arrival.Octets >= arrival.SegmentSize ? arrival.SegmentSize : 0), arrival.SegmentSize);
        var sample = arrival.Sample with { Lost = lost, Pipe = board.Pipe, IsRecovering = isRecovering, Mark = delivery.Mark };
        board.Clock.Acknowledged(sample);
        Congestion.Acknowledged(sample);
        return isPartial ? SegmentActions.Retransmit | SegmentActions.SendQueued : SegmentActions.SendQueued;
    }

    public void Sent(int octets, uint stamp, bool isRetransmission)
    {
        if (isRetransmission)
            _spurious.Sent(octets, stamp);
    }

    public void ProbeSent(SequenceNumber end, bool isRetransmission)
    {
        // Never asked for.
    }

    public SegmentActions WaitEnded(in SendSequence send, in Arrival arrival) => SegmentActions.None;

    public int Rescue(int segmentSize) => 0;

    public void TimedOut(in SendSequence send, in Arrival arrival, bool isAgain)
    {
        Congestion.TimedOut(send.InFlight, isAgain);
        if (!isAgain)
            _spurious.Begin(send.Unacknowledged, send.Next, board.Retransmitted);
        board.MarkAllLost();
        Phase = RecoveryPhase.TimedOut;
        _duplicates = 0;
        _allowance = 0;
        _recover = send.Next - 1;
    }

    private SegmentActions Duplicate(in SendSequence send, in Arrival arrival)
    {
        _duplicates++;
        if (Phase == RecoveryPhase.Recovery)
        {
            _window += arrival.SegmentSize;
            return SegmentActions.SendQueued;
        }

        if (_duplicates < Threshold)
        {
            _allowance = _duplicates * arrival.SegmentSize;
            return SegmentActions.SendQueued;
        }

        // RFC 6582, 3.2, step 2: duplicates that a time-out's retransmissions cause are no new loss.
        if (_duplicates > Threshold || send.Unacknowledged - 1 <= _recover)
            return SegmentActions.None;
        _allowance = 0;
        Phase = RecoveryPhase.Recovery;
        _recover = send.Next - 1;
        _spurious.Begin(send.Unacknowledged, send.Next, board.Retransmitted);
        statistics.Recoveries.Add();
        Congestion.LossFound(send.InFlight);
        _window = Congestion.Threshold + (Threshold * arrival.SegmentSize);
        board.MarkFirstLost(arrival.SegmentSize);
        return SegmentActions.Retransmit | SegmentActions.SendQueued;
    }

    private void Undo()
    {
        (Phase == RecoveryPhase.TimedOut ? statistics.TimeoutsUndone : statistics.RecoveriesUndone).Add();
        Phase = RecoveryPhase.Open;
        _spurious.Stop();
        board.UnmarkLost();
        Congestion.Undo();
    }
}
