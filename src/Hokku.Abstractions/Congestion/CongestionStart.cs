namespace Hokku.Abstractions;

/// <summary>What a congestion control begins with.</summary>
public readonly record struct CongestionStart
{
    /// <summary>Eff.snd.MSS. Octets.</summary>
    public int SegmentSize { get; init; }

    /// <summary>RFC 5681, 3.1: then it begins with one segment.</summary>
    public bool IsSynLost { get; init; }

    /// <summary>The stack's time.</summary>
    public TimeSpan Now { get; init; }

    /// <summary>The round trip of the handshake; zero when it was not measured.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>The window that another congestion control had until now; 0 for a new connection. Octets.</summary>
    public int Window { get; init; }
}
