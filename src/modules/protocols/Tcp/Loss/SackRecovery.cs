using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Recovery with a peer that acknowledges selectively: losses are found by time (RACK-TLP, RFC 8985) or by counting (RFC 6675), repaired at the rate
/// of what is delivered (RFC 6937), and taken back when they were none (RFC 5682, RFC 3522, RFC 2883).
/// </summary>
internal sealed partial class SackRecovery(Scoreboard board, TcpStatistics statistics, ICongestionControl congestion, bool isTimed) : ILossRecovery
{
    private const int Threshold = 3;

    private SequenceNumber _recover;
    private SequenceNumber _forward;
    private Rack _rack;
    private ReorderingWindow _reordering;
    private WindowedLeast _least;
    private TailLossProbe _probe;
    private ProportionalRate _rate;
    private ForwardRto _forwardRto;
    private SpuriousRetransmission _spurious;
    private LossRule _rule;
    private SequenceNumber _lostBelow;
    private TimeSpan _smoothed;
    private int _duplicates;
    private bool _isRescued;
    private bool _hasSentAgain;

    public RecoveryPhase Phase { get; private set; }

    public ICongestionControl Congestion { get; set; } = congestion;

    public int Window => Phase == RecoveryPhase.Recovery && !Congestion.GovernsRecovery ? _rate.Window : Congestion.Window;

    public bool HoldsRetransmissions => _forwardRto.HoldsRetransmissions;

    public TimeSpan? WaitsUntil { get; private set; }

    public bool MayProbe => isTimed && Phase == RecoveryPhase.Open && board.Sacked == 0 && !_probe.IsOutstanding;

    public int Reordering { get; private set; } = Threshold;

    public void Begin(SequenceNumber initial) => _recover = _forward = _lostBelow = initial;

    public SegmentActions Acknowledged(in TcpSegment segment, in SendSequence send, in Arrival arrival)
    {
        _smoothed = arrival.Sample.SmoothedRoundTrip;
        var delivery = new Delivery
        {
            Now = arrival.Now,
            LeastRoundTrip = _least.Least,
            Echo = arrival.Echo,
            Forward = _forward,
            Before = Phase == RecoveryPhase.TimedOut ? _recover : send.Unacknowledged,
        };
        board.AcknowledgeTo(send.Unacknowledged, ref delivery);
        var duplicate = segment.Options.Sack.Count > 0 ? TakeBlocks(segment, send, ref delivery) : default;
        Learn(delivery, arrival);
        var before = Phase;
        bool isUndone = TakeBack(duplicate, send, arrival, delivery);
        EndPhases(send, isUndone);
        CheckProbe(segment, duplicate, arrival);
        int lost = FindLosses(send, arrival, delivery);
        bool isEntering = Phase == RecoveryPhase.Open && board.IsAnythingMissing && lost > 0;
        if (isEntering)
            Enter(send, delivery);
        if (Phase == RecoveryPhase.Recovery)
            _rate.Acknowledged(delivery.Octets, arrival.Octets > 0 && lost == 0, board.Pipe, Congestion.Threshold, arrival.SegmentSize);
        Tell(arrival.Sample with
        {
            RoundTrip = delivery.RoundTrip > TimeSpan.Zero ? delivery.RoundTrip : arrival.Sample.RoundTrip,
            Delivered = delivery.Octets,
            Lost = lost,
            Pipe = board.Pipe,
            IsRecovering = before == RecoveryPhase.Recovery || isEntering,
            Mark = delivery.Mark,
        });
        return isEntering ? SegmentActions.Retransmit | SegmentActions.SendQueued : SegmentActions.SendQueued;
    }

    public void Sent(int octets, uint stamp, bool isRetransmission)
    {
        if (isRetransmission)
        {
            _hasSentAgain = true;
            _spurious.Sent(octets, stamp);
        }

        if (Phase == RecoveryPhase.Recovery)
            _rate.Sent(octets);
    }

    public void ProbeSent(SequenceNumber end, bool isRetransmission)
    {
        statistics.TailLossProbes.Add();
        _probe.Sent(end, isRetransmission);
    }

    public SegmentActions WaitEnded(in SendSequence send, in Arrival arrival)
    {
        int lost = _rack.Detect(board, arrival.Now, Width, out var wait);
        WaitsUntil = wait > TimeSpan.Zero ? arrival.Now + wait : null;
        if (lost == 0)
            return SegmentActions.None;
        bool isEntering = Phase == RecoveryPhase.Open;
        if (isEntering)
            Enter(send, default);
        if (Phase == RecoveryPhase.Recovery)
            _rate.Acknowledged(0, isSafe: false, board.Pipe, Congestion.Threshold, arrival.SegmentSize);
        Tell(arrival.Sample with { Delivered = 0, Lost = lost, Pipe = board.Pipe, IsRecovering = true });
        return isEntering ? SegmentActions.Retransmit | SegmentActions.SendQueued : SegmentActions.SendQueued;
    }

    public void TimedOut(in SendSequence send, in Arrival arrival, bool isAgain)
    {
        Congestion.TimedOut(send.InFlight, isAgain);
        if (isAgain)
        {
            _forwardRto.Stop();
        }
        else
        {
            _spurious.Begin(send.Unacknowledged, send.Next, board.Retransmitted);
            _forwardRto.Begin();
        }

        // RFC 2018, 8: who has the first octets and does not acknowledge them has none.
        if (board.First is var first and not 0 && board[first].IsSacked)
        {
            statistics.Reneged.Add();
            board.Renege();
            _rule.Clear();
            _forwardRto.Stop();
        }
        else if (isTimed)
        {
            _rack.MarkTimedOut(board, arrival.Now, Width, arrival.SegmentSize);
        }
        else
        {
            board.MarkAllLost();
        }

        WaitsUntil = null;
        Phase = RecoveryPhase.TimedOut;
        _recover = send.Next;
        _probe.Stop();
        _duplicates = 0;
    }

    private void Tell(in AcknowledgmentSample sample)
    {
        board.Clock.Acknowledged(sample);
        Congestion.Acknowledged(sample);
    }

    private TimeSpan Width => _reordering.Width(Phase != RecoveryPhase.Open, board.SackedSegments, _least.Least, _smoothed);

    private void Enter(in SendSequence send, in Delivery delivery)
    {
        statistics.Recoveries.Add();
        Phase = RecoveryPhase.Recovery;
        _recover = send.Next;
        _isRescued = false;
        _probe.Stop();
        _spurious.Begin(send.Unacknowledged, send.Next, board.Retransmitted);
        Congestion.LossFound(send.InFlight);
        _rate.Begin(send.InFlight - board.Sacked + delivery.Octets - delivery.Selectively);
    }
}
