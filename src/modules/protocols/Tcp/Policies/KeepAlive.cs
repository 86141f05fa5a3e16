namespace Hokku.Protocols.Tcp;

/// <summary>Asks a peer that has been silent for long whether it is still there (RFC 9293, 3.8.4). Off unless the user wants it (MUST-25).</summary>
internal struct KeepAlive(TcpSettings settings)
{
    /// <summary>Silence before the first probe.</summary>
    public TimeSpan Idle = settings.KeepIdle;

    /// <summary>Between probes.</summary>
    public TimeSpan Interval = settings.KeepInterval;

    /// <summary>Unanswered probes that end the connection.</summary>
    public int Count = settings.KeepCount;

    /// <summary>Unanswered probes so far.</summary>
    public int Sent;

    /// <summary>How long the timer has to run, given the silence so far.</summary>
    public readonly TimeSpan Remaining(TimeSpan silence)
    {
        var wait = Sent == 0 ? Idle - silence : Interval;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>MUST-26: one missing answer must not end a connection.</summary>
    public readonly bool IsHopeless(TimeSpan silence, TimeSpan userTimeout) =>
        Sent > 0 && (userTimeout > TimeSpan.Zero ? silence >= userTimeout : Sent >= Count);
}
