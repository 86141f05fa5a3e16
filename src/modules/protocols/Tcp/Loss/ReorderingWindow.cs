using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>How long RACK waits for segments that may have been overtaken (RFC 8985, 6.2, step 4): wider with each round trip that a DSACK tells of waste.</summary>
internal struct ReorderingWindow
{
    private const int Threshold = 3;
    private const int Persistence = 16;

    private int _multiplier;
    private int _persists;
    private bool _isRoundTold;
    private SequenceNumber _roundEnd;

    /// <summary>Segments came in another order than they were sent.</summary>
    public bool IsReorderingSeen;

    /// <summary>The peer has got something twice.</summary>
    public void DuplicateReported(SequenceNumber unacknowledged, SequenceNumber next)
    {
        if (_isRoundTold && unacknowledged < _roundEnd)
            return;
        _isRoundTold = true;
        _roundEnd = next;
        _multiplier = Math.Min(_multiplier + 1, byte.MaxValue);
        _persists = Persistence;
    }

    /// <summary>A recovery has ended.</summary>
    public void Recovered()
    {
        if (_persists > 0 && --_persists == 0)
            _multiplier = 0;
    }

    /// <param name="isRecovering">By retransmission or after a time-out.</param>
    /// <param name="sackedSegments">What the peer has out of order.</param>
    /// <param name="leastRoundTrip">min_RTT.</param>
    /// <param name="smoothed">SRTT.</param>
    public readonly TimeSpan Width(bool isRecovering, int sackedSegments, TimeSpan leastRoundTrip, TimeSpan smoothed)
    {
        if (!IsReorderingSeen && (isRecovering || sackedSegments >= Threshold))
            return TimeSpan.Zero;
        var width = new TimeSpan((_multiplier + 1) * leastRoundTrip.Ticks / 4);
        return width < smoothed ? width : smoothed;
    }
}
