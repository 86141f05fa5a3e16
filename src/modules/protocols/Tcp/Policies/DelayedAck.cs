namespace Hokku.Protocols.Tcp;

/// <summary>
/// When to acknowledge (RFC 9293, 3.8.6.3; RFC 5681, 4.2): every second full-sized segment, or after a short delay; what came in one batch is
/// answered once.
/// </summary>
internal struct DelayedAck
{
    private const int LeastFullSize = 536;

    private int _octets;
    private bool _now;

    /// <summary>The user wants every batch acknowledged at once (TCP_QUICKACK).</summary>
    public bool IsQuick;

    /// <summary>The size of a full segment as the peer sends them.</summary>
    public int FullSize { get; private set; }

    /// <summary>Something came that has not been acknowledged.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Whether an acknowledgment must go now rather than after the delay.</summary>
    public readonly bool IsDue => _now || (IsPending && (IsQuick || _octets >= 2 * FullSize));

    /// <summary>Text came in order.</summary>
    /// <param name="octets">How much.</param>
    /// <param name="segmentSize">Octets of each of the segments that it came in.</param>
    /// <param name="maximumSegment">The largest segment that the peer may send.</param>
    public void TextArrived(int octets, int segmentSize, int maximumSegment)
    {
        FullSize = Math.Max(FullSize, Math.Min(Math.Max(segmentSize, LeastFullSize), maximumSegment));
        _octets += octets;
        IsPending = true;
    }

    /// <summary>Acknowledge at the end of the batch.</summary>
    public void Demand() => _now = IsPending = true;

    /// <summary>A segment with an acknowledgment has left.</summary>
    public void Sent()
    {
        _octets = 0;
        _now = IsPending = false;
    }
}
