namespace Hokku.Protocols.Tcp;

/// <summary>
/// When to acknowledge (RFC 9293, 3.8.6.3; RFC 5681, 4.2): every second full-sized segment, or after a short delay; what came in one batch is
/// answered once. At the beginning, and after a long silence, at once, so that the peer's slow start does not wait for us.
/// </summary>
internal struct DelayedAck
{
    private const int LeastFullSize = 536;

    private int _octets;
    private bool _now;
    private byte _quick;

    /// <summary>User and peer take turns: what we answer carries the acknowledgment, so there is no hurry (Linux's "pingpong").</summary>
    public bool IsInterchange { get; private set; }

    /// <summary>The size of a full segment as the peer sends them.</summary>
    public int FullSize { get; private set; }

    /// <summary>Something came that has not been acknowledged.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Whether an acknowledgment must go now rather than after the delay.</summary>
    public readonly bool IsDue => _now || (IsPending && _octets >= 2 * FullSize);

    /// <summary>The next so many batches are acknowledged at once, unless user and peer take turns.</summary>
    public void Quicken(int count) => _quick = (byte)Math.Max(_quick, Math.Min(count, byte.MaxValue));

    /// <summary>TCP_QUICKACK, which does not last: on, what is pending goes now and the quick phase begins anew; off, it ends.</summary>
    public void Set(bool isQuick, int count)
    {
        IsInterchange = !isQuick;
        _quick = 0;
        if (!isQuick)
            return;
        Quicken(count);
        _now = IsPending;
    }

    /// <summary>Text came in order.</summary>
    /// <param name="octets">How much.</param>
    /// <param name="segmentSize">Octets of each of the segments that it came in.</param>
    /// <param name="maximumSegment">The largest segment that the peer may send.</param>
    public void TextArrived(int octets, int segmentSize, int maximumSegment)
    {
        FullSize = Math.Max(FullSize, Math.Min(Math.Max(segmentSize, LeastFullSize), maximumSegment));
        _octets += octets;
        if (_quick > 0 && !IsInterchange)
        {
            _now = true;
            _quick--;
        }

        IsPending = true;
    }

    /// <summary>The user sends while something waits to be acknowledged: an answer.</summary>
    public void UserAnswers() => IsInterchange |= IsPending;

    /// <summary>Acknowledge at the end of the batch.</summary>
    public void Demand() => _now = IsPending = true;

    /// <summary>A segment with an acknowledgment has left.</summary>
    public void Sent()
    {
        _octets = 0;
        _now = IsPending = false;
    }
}
