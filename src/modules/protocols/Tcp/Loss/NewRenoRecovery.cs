using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Fast retransmit, fast recovery and limited transmit by counting duplicate acknowledgments (RFC 5681, 3.2; RFC 6582; RFC 3042).</summary>
internal sealed class NewRenoRecovery(ICongestionControl congestion) : ILossRecovery
{
    private const int Threshold = 3;

    private SequenceNumber _recover;
    private int _window;
    private int _allowance;

    public bool IsRecovering { get; private set; }

    public int Window => IsRecovering && !congestion.GovernsRecovery ? _window : congestion.Window + _allowance;

    public int Duplicates { get; private set; }

    // One less than RFC 6582 says: with ISS itself the loss of the very first segment would wait for a time-out.
    public void Begin(SequenceNumber initial) => _recover = initial - 1;

    public SegmentActions Duplicate(in SendSequence send, int segmentSize)
    {
        Duplicates++;
        if (IsRecovering)
        {
            _window += segmentSize;
            return SegmentActions.SendQueued;
        }

        if (Duplicates < Threshold)
        {
            _allowance = Duplicates * segmentSize;
            return SegmentActions.SendQueued;
        }

        // RFC 6582, 3.2, step 2: duplicates that a time-out's retransmissions cause are no new loss.
        if (Duplicates > Threshold || send.Unacknowledged - 1 <= _recover)
            return SegmentActions.None;
        _allowance = 0;
        IsRecovering = true;
        _recover = send.Next - 1;
        congestion.LossFound(send.InFlight);
        _window = congestion.Threshold + (Threshold * segmentSize);
        return SegmentActions.Retransmit | SegmentActions.SendQueued;
    }

    public SegmentActions Acknowledged(in SendSequence send, in AcknowledgmentSample sample, int segmentSize)
    {
        Duplicates = 0;
        _allowance = 0;
        if (!IsRecovering)
        {
            congestion.Acknowledged(sample);
            return SegmentActions.SendQueued;
        }

        if (send.Unacknowledged - 1 >= _recover)
        {
            IsRecovering = false;
            congestion.Acknowledged(sample with { IsRecovering = true });
            congestion.Recovered(send.InFlight);
            return SegmentActions.SendQueued;
        }

        // RFC 6582, 3.2, step 3: deflated by what has left the network, but for a segment.
        congestion.Acknowledged(sample with { IsRecovering = true });
        _window = Math.Max(Math.Max(_window - sample.Octets, 0) + (sample.Octets >= segmentSize ? segmentSize : 0), segmentSize);
        return SegmentActions.Retransmit | SegmentActions.SendQueued;
    }

    public void TimedOut(in SendSequence send)
    {
        IsRecovering = false;
        Duplicates = 0;
        _allowance = 0;
        _recover = send.Next - 1;
    }
}
