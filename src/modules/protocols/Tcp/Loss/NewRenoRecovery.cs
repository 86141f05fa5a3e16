using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Fast retransmit, fast recovery and limited transmit by counting duplicate acknowledgments (RFC 5681, 3.2; RFC 6582; RFC 3042).</summary>
internal sealed class NewRenoRecovery(ICongestionControl congestion) : ILossRecovery
{
    private const int Threshold = 3;

    private SequenceNumber _recover;

    public bool IsRecovering { get; private set; }

    public int Allowance { get; private set; }

    public int Duplicates { get; private set; }

    // One less than RFC 6582 says: with ISS itself the loss of the very first segment would wait for a time-out.
    public void Begin(SequenceNumber initial) => _recover = initial - 1;

    public SegmentActions Duplicate(in SendSequence send, int segmentSize)
    {
        Duplicates++;
        if (IsRecovering)
        {
            congestion.SegmentLeft();
            return SegmentActions.SendQueued;
        }

        if (Duplicates < Threshold)
        {
            Allowance = Duplicates * segmentSize;
            return SegmentActions.SendQueued;
        }

        // RFC 6582, 3.2, step 2: duplicates that a time-out's retransmissions cause are no new loss.
        if (Duplicates > Threshold || send.Unacknowledged - 1 <= _recover)
            return SegmentActions.None;
        Allowance = 0;
        IsRecovering = true;
        _recover = send.Next - 1;
        congestion.LossFound(send.InFlight);
        return SegmentActions.Retransmit | SegmentActions.SendQueued;
    }

    public SegmentActions Acknowledged(in SendSequence send, in AcknowledgmentSample sample)
    {
        Duplicates = 0;
        Allowance = 0;
        if (!IsRecovering)
        {
            congestion.Acknowledged(sample);
            return SegmentActions.SendQueued;
        }

        if (send.Unacknowledged - 1 >= _recover)
        {
            IsRecovering = false;
            congestion.Recovered(send.InFlight);
            return SegmentActions.SendQueued;
        }

        congestion.PartlyAcknowledged(sample.Octets);
        return SegmentActions.Retransmit | SegmentActions.SendQueued;
    }

    public void TimedOut(in SendSequence send)
    {
        IsRecovering = false;
        Duplicates = 0;
        Allowance = 0;
        _recover = send.Next - 1;
    }
}
