using Hokku.Abstractions;

namespace Hokku.Parts;

/// <summary>A token bucket in one number: the time at which it would be full again (the virtual scheduling of ITU-T I.371). A new one is full.</summary>
internal struct TokenBucket
{
    private const uint BlurredCosts = 3;

    private long _full;

    public bool TryTake(in BucketRate rate, TimeSpan now, IEntropy? entropy)
    {
        var full = Math.Max(_full, now.Ticks);
        if (full - now.Ticks > rate.Interval * (rate.Burst - 1))
            return false;
        // 0, 1 or 2: one on average.
        _full = full + rate.Interval * (entropy?.Below(BlurredCosts) ?? 1);
        return true;
    }
}
