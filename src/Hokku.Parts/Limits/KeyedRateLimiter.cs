using System.Numerics;
using System.Runtime.InteropServices;
using Hokku.Abstractions;

namespace Hokku.Parts;

/// <summary>
/// A token bucket a key, a destination say, in constant memory: the secret hash of the key picks one of a fixed number of buckets. Keys that
/// meet in a bucket share its budget; nobody outside can tell or choose which do. Each token costs none, one or two by chance (SAD DNS).
/// </summary>
/// <typeparam name="TKey">Hashed by its octets, so it must not have padding.</typeparam>
public sealed class KeyedRateLimiter<TKey>
    where TKey : unmanaged
{
    private readonly IEntropy _entropy;
    private readonly SipKey _secret;
    private readonly TokenBucket[] _buckets;

    /// <summary>Makes full buckets.</summary>
    /// <param name="perSecond">How often something may happen for one key in the long run.</param>
    /// <param name="burst">How often it may happen for one key at once.</param>
    /// <param name="entropy">Blurs the budgets and hides who shares one.</param>
    /// <param name="buckets">How many buckets of 8 octets; rounded up to a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public KeyedRateLimiter(double perSecond, int burst, IEntropy entropy, int buckets = 1024)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buckets);
        Rate = new BucketRate(perSecond, burst);
        _entropy = entropy;
        _secret = new SipKey(entropy.NextUInt64(), entropy.NextUInt64());
        _buckets = new TokenBucket[BitOperations.RoundUpToPowerOf2((uint)buckets)];
    }

    /// <summary>How fast each bucket fills and how much it holds.</summary>
    public BucketRate Rate { get; set; }

    /// <summary>How often <see cref="TryTake"/> said no.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes a token for the key, if there is one at this moment of the stack's time.</summary>
    public bool TryTake(in TKey key, TimeSpan now)
    {
        var hash = SipHash13.Compute(_secret, MemoryMarshal.AsBytes(new ReadOnlySpan<TKey>(in key)));
        if (_buckets[hash & (uint)(_buckets.Length - 1)].TryTake(Rate, now, _entropy))
            return true;
        Refused++;
        return false;
    }
}
