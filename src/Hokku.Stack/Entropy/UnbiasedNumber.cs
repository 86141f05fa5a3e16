using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>Numbers below a bound without bias: Lemire, "Fast Random Integer Generation in an Interval" (2019).</summary>
internal static class UnbiasedNumber
{
    public static uint Below<T>(T entropy, uint bound)
        where T : IEntropy
    {
        ArgumentOutOfRangeException.ThrowIfZero(bound);
        ulong product = (ulong)entropy.NextUInt32() * bound;
        if ((uint)product < bound)
        {
            uint threshold = unchecked(0u - bound) % bound;
            while ((uint)product < threshold)
                product = (ulong)entropy.NextUInt32() * bound;
        }

        return (uint)(product >> 32);
    }
}
