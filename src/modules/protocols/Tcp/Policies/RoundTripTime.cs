namespace Hokku.Protocols.Tcp;

/// <summary>The round-trip time's estimate and the retransmission time-out that follows from it (RFC 6298, 2).</summary>
internal struct RoundTripTime(TcpSettings settings)
{
    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(1);

    /// <summary>SRTT; zero before the first measurement.</summary>
    public TimeSpan Smoothed { get; private set; }

    /// <summary>RTTVAR.</summary>
    public TimeSpan Variance { get; private set; }

    /// <summary>The least that was ever measured.</summary>
    public TimeSpan Least { get; private set; }

    public bool IsMeasured { get; private set; }

    /// <summary>RTO without back-off.</summary>
    public TimeSpan Timeout { get; private set; } = settings.InitialTimeout;

    /// <summary>Takes a measurement. The gains are spread when several are taken in one round trip (RFC 7323, appendix G).</summary>
    /// <param name="sample">The time from a segment to its acknowledgment.</param>
    /// <param name="samplesPerRoundTrip">How many are expected in a round trip; at least 1.</param>
    public void Measure(TimeSpan sample, int samplesPerRoundTrip = 1)
    {
        sample = sample < Granularity ? Granularity : sample;
        if (!IsMeasured)
        {
            IsMeasured = true;
            Least = Smoothed = sample;
            Variance = sample / 2;
        }
        else
        {
            Least = sample < Least ? sample : Least;
            long error = Math.Abs((Smoothed - sample).Ticks);
            Variance += new TimeSpan((error - Variance.Ticks) / (4L * samplesPerRoundTrip));
            Smoothed += new TimeSpan((sample - Smoothed).Ticks / (8L * samplesPerRoundTrip));
        }

        // Deployed stacks add the least time-out to the round trip, which leaves room for the peer's delayed acknowledgments.
        var timeout = Smoothed + Max(settings.LeastTimeout, Variance * 4);
        Timeout = timeout > settings.MostTimeout ? settings.MostTimeout : timeout;
    }

    /// <summary>RFC 6298, 5.7: the SYN was retransmitted, so data begin with three seconds unless something was measured.</summary>
    public void SynWasLost()
    {
        if (!IsMeasured)
            Timeout = Max(Timeout, TimeSpan.FromSeconds(3));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
