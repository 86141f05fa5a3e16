using Hokku.Abstractions;

namespace Hokku.Parts;

/// <summary>
/// A token bucket over the stack's time. Given entropy, each token costs none, one or two by chance, so that nobody can learn from an exhausted
/// budget who else used it (SAD DNS, CVE-2020-25705).
/// </summary>
public sealed class RateLimiter
{
    private readonly IEntropy? _entropy;
    private TokenBucket _bucket;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="perSecond">How often something may happen in the long run.</param>
    /// <param name="burst">How often it may happen at once.</param>
    /// <param name="entropy">Blurs the budget; null: exact.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public RateLimiter(double perSecond, int burst, IEntropy? entropy = null)
    {
        Rate = new BucketRate(perSecond, burst);
        _entropy = entropy;
    }

    /// <summary>How fast the bucket fills and how much it holds.</summary>
    public BucketRate Rate { get; set; }

    /// <summary>How often <see cref="TryTake"/> said no.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes a token, if there is one at this moment of the stack's time.</summary>
    public bool TryTake(TimeSpan now)
    {
        if (_bucket.TryTake(Rate, now, _entropy))
            return true;
        Refused++;
        return false;
    }
}
