using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>The probe for a lost tail (RFC 8985, 7): after two round trips of silence something is sent that makes the peer tell what it lacks.</summary>
internal struct TailLossProbe
{
    // WCDelAckT.
    private static readonly TimeSpan DelayedAcknowledgment = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Unmeasured = TimeSpan.FromSeconds(1);

    private bool _isRetransmission;
    private SequenceNumber _end;

    /// <summary>A probe was sent and not yet answered.</summary>
    public bool IsOutstanding { get; private set; }

    /// <summary>How long to wait before the probe (7.2).</summary>
    /// <param name="smoothed">SRTT; zero when nothing was measured.</param>
    /// <param name="isSingle">One segment is in flight, whose acknowledgment the peer may delay.</param>
    public static TimeSpan Delay(TimeSpan smoothed, bool isSingle)
    {
        if (smoothed == TimeSpan.Zero)
            return Unmeasured;
        return (2 * smoothed) + (isSingle ? DelayedAcknowledgment : TimeSpan.Zero);
    }

    public void Sent(SequenceNumber end, bool isRetransmission)
    {
        IsOutstanding = true;
        _end = end;
        _isRetransmission = isRetransmission;
    }

    /// <summary>There is nothing more to find out.</summary>
    public void Stop() => IsOutstanding = false;

    /// <summary>An acknowledgment arrives (7.4.2).</summary>
    /// <param name="number">SEG.ACK.</param>
    /// <param name="duplicate">What the peer says it got twice; empty when nothing.</param>
    /// <param name="isBareDuplicate">A duplicate acknowledgment without blocks.</param>
    /// <returns>Whether the probe has repaired a loss that nobody else would notice.</returns>
    public bool Answered(SequenceNumber number, SackBlock duplicate, bool isBareDuplicate)
    {
        if (!IsOutstanding || number < _end)
            return false;
        bool isDuplicate = duplicate.Length > 0 && duplicate.Right == _end;
        bool hasRepaired = _isRetransmission && !isDuplicate && number > _end;
        if (!_isRetransmission || isDuplicate || hasRepaired || isBareDuplicate)
            IsOutstanding = false;
        return hasRepaired;
    }
}
