namespace Hokku.Parts;

/// <summary>How fast a token bucket fills, and how much it holds.</summary>
public readonly record struct BucketRate
{
    /// <param name="perSecond">Tokens a second.</param>
    /// <param name="burst">Tokens that fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public BucketRate(double perSecond, int burst)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        Interval = Math.Max(1, (long)(TimeSpan.TicksPerSecond / perSecond));
        Burst = burst;
    }

    /// <summary>Ticks of 100 ns from token to token.</summary>
    public long Interval { get; }

    public int Burst { get; }
}
