namespace Hokku.Protocols.Tcp;

/// <summary>Whether the congestion window is what holds a connection back: remembered for about a round trip, as one batch of acknowledgments empties it for a moment (RFC 7661, 4.3).</summary>
internal struct WindowUse
{
    private long _roundEnd;
    private bool _wasLimited;
    private int _most;

    /// <summary>Output has ended.</summary>
    /// <param name="inFlight">Octets that are in flight now.</param>
    /// <param name="isLimited">The window has held something back.</param>
    /// <param name="acknowledged">SND.UNA counted from the beginning.</param>
    /// <param name="sent">SND.NXT counted from the beginning.</param>
    public void Sent(int inFlight, bool isLimited, long acknowledged, long sent)
    {
        if (acknowledged < _roundEnd && !isLimited && (_wasLimited || inFlight <= _most))
            return;
        _roundEnd = sent;
        _wasLimited = isLimited;
        _most = inFlight;
    }

    /// <summary>In slow start it is enough to use half of the window: the next burst is twice as large.</summary>
    public readonly bool IsLimited(int window, int threshold) => _wasLimited || (window < threshold && _most >= window / 2);
}
