namespace Hokku.Protocols.Tcp;

/// <summary>
/// Dynamic right-sizing of the receive buffer (Fisk and Feng, 2001): it has room for twice what the user reads in a round trip, so that the window never
/// limits a peer that the path does not, and slow readers keep small buffers.
/// </summary>
internal struct ReceiveTuning
{
    // The clock of timestamps is too coarse for a local network, and readers come in turns.
    private static readonly TimeSpan LeastPeriod = TimeSpan.FromMilliseconds(4);

    // A reader that was away has not shown what the path can do.
    private static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(40);

    private TimeSpan _roundTrip;
    private TimeSpan _since;
    private long _read;
    private long _space;

    /// <summary>The round trip as the receiver sees it.</summary>
    public readonly TimeSpan RoundTrip => _roundTrip;

    /// <summary>Begins with what the handshake has measured.</summary>
    public void Begin(TimeSpan roundTrip, TimeSpan now, int initialSpace)
    {
        _roundTrip = roundTrip;
        _since = now;
        _read = 0;
        _space = initialSpace;
    }

    /// <summary>Text came whose timestamp echoes ours.</summary>
    public void Hear(TimeSpan elapsed)
    {
        if (elapsed < TimeSpan.Zero)
            return;
        _roundTrip = _roundTrip == TimeSpan.Zero || elapsed < _roundTrip ? elapsed : _roundTrip + ((elapsed - _roundTrip) / 8);
    }

    /// <summary>The user has read.</summary>
    /// <returns>Octets that the buffer should have room for; 0 when there is nothing new to say.</returns>
    public long Read(int octets, int segmentSize, TimeSpan now)
    {
        _read += octets;
        var period = _roundTrip > LeastPeriod ? _roundTrip : LeastPeriod;
        var elapsed = now - _since;
        if (elapsed < period)
            return 0;
        var longest = period + MostPause;
        long read = elapsed > longest ? (long)(_read * (longest / elapsed)) : _read;
        _read = 0;
        _since = now;
        if (read <= _space)
            return 0;

        // The peer may double its window each round trip, and more than that came.
        long wanted = (2 * read) + (16 * segmentSize);
        wanted += 2 * wanted * (read - _space) / Math.Max(_space, 1);
        _space = read;
        return wanted;
    }
}
