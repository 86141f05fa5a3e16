namespace Hokku.Protocols.Tcp;

/// <summary>When to send again (RFC 6298, 5), and when to give up (RFC 9293, 3.8.3: R1 and R2).</summary>
internal struct RetransmissionTimer
{
    /// <summary>Time-outs in a row.</summary>
    public int BackOff { get; private set; }

    /// <summary>When the octet that is first unacknowledged was sent first, or the last progress was made.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>The time-out with its back-off.</summary>
    public readonly TimeSpan Timeout(in RoundTripTime time, TcpSettings settings)
    {
        long ticks = time.Timeout.Ticks << Math.Min(BackOff, 16);
        return ticks > settings.MostTimeout.Ticks ? settings.MostTimeout : new TimeSpan(ticks);
    }

    /// <summary>Something was acknowledged, or the first octet is sent.</summary>
    public void Progressed(TimeSpan now)
    {
        BackOff = 0;
        Since = now;
    }

    /// <summary>The timer expired.</summary>
    public void Expired() => BackOff++;

    /// <summary>R2: whether to give up, by the user's time (zero: none was given) or by the number of retransmissions.</summary>
    public readonly bool IsHopeless(TimeSpan now, TimeSpan userTimeout, int retries) =>
        userTimeout > TimeSpan.Zero ? now - Since >= userTimeout : BackOff >= retries;
}
