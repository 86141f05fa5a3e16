using Hokku.Parts;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Parts;

public sealed class RateLimiterTests
{
    [Fact]
    public void A_burst_passes_and_then_only_the_rate()
    {
        var limiter = new RateLimiter(perSecond: 10, burst: 5);
        Assert.Equal(5, Taken(limiter, TimeSpan.Zero, 100));
        Assert.Equal(95, limiter.Refused);
        Assert.Equal(1, Taken(limiter, TimeSpan.FromMilliseconds(100), 100));
        Assert.Equal(0, Taken(limiter, TimeSpan.FromMilliseconds(199), 100));
        Assert.Equal(5, Taken(limiter, TimeSpan.FromHours(1), 100));
    }

    [Fact]
    public void Sad_dns_the_size_of_the_budget_cannot_be_counted_from_outside()
    {
        // CVE-2020-25705: an exact global budget tells a scanner whether its forged probes were answered.
        var sizes = new HashSet<int>();
        var total = 0;
        for (var seed = 0ul; seed < 200; seed++)
        {
            var taken = Taken(new RateLimiter(1000, 50, new SeededEntropy(seed)), TimeSpan.Zero, 1000);
            sizes.Add(taken);
            total += taken;
        }
        Assert.True(sizes.Count > 10, $"only {sizes.Count} sizes");
        Assert.InRange(total / 200.0, 45, 57);
    }

    [Fact]
    public void Each_destination_has_a_budget_of_its_own_in_constant_memory()
    {
        var limiter = new KeyedRateLimiter<uint>(1, 6, new SeededEntropy(5), buckets: 4096);
        var now = TimeSpan.FromSeconds(5);
        for (var i = 0; i < 1000; i++)
            limiter.TryTake(1, now);
        Assert.False(limiter.TryTake(1, now));
        var others = 0;
        for (var key = 2u; key < 102; key++)
            others += limiter.TryTake(key, now) ? 1 : 0;
        Assert.InRange(others, 98, 100);
        Assert.True(limiter.TryTake(1, now + TimeSpan.FromSeconds(10)));
    }

    private static int Taken(RateLimiter limiter, TimeSpan now, int tries)
    {
        var taken = 0;
        for (var i = 0; i < tries; i++)
            taken += limiter.TryTake(now) ? 1 : 0;
        return taken;
    }
}
