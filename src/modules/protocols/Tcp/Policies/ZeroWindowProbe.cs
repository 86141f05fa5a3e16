namespace Hokku.Protocols.Tcp;

/// <summary>Asks a peer whose window is closed whether it has opened (RFC 9293, 3.8.6.1): one octet, at growing intervals.</summary>
internal struct ZeroWindowProbe
{
    /// <summary>Probes since the window was last seen open.</summary>
    public int Sent { get; private set; }

    /// <summary>Probes since the peer last answered anything.</summary>
    public int Unanswered { get; private set; }

    /// <summary>When the window closed; meaningful while probes are sent.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>SHLD-30: the intervals grow as retransmissions' do.</summary>
    public readonly TimeSpan Interval(in RoundTripTime time, TcpSettings settings)
    {
        long ticks = time.Timeout.Ticks << Math.Min(Sent, 16);
        return ticks > settings.MostTimeout.Ticks ? settings.MostTimeout : new TimeSpan(ticks);
    }

    public void WasSent(TimeSpan now)
    {
        if (Sent++ == 0)
            Since = now;
        Unanswered++;
    }

    /// <summary>The peer has acknowledged something, though its window stays closed.</summary>
    public void Answered() => Unanswered = 0;

    /// <summary>The window is open.</summary>
    public void Stop() => this = default;

    /// <summary>
    /// MUST-37: a window may stay closed as long as the peer answers; but not for ever when nobody waits for the connection (sockstress),
    /// nor beyond the user's time.
    /// </summary>
    public readonly bool IsHopeless(TimeSpan now, TimeSpan userTimeout, bool isOrphan, TcpSettings settings) =>
        Unanswered > settings.DataRetries
        || (isOrphan && Sent > settings.OrphanRetries)
        || (userTimeout > TimeSpan.Zero && Sent > 0 && now - Since >= userTimeout);
}
