using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Icmp;

/// <summary>
/// How many errors may be sent (RFC 1812, 4.3.2.8): to one destination, then to all. Both budgets are blurred at random, so that nobody can count by them which
/// ports answered somebody else (SAD DNS, CVE-2020-25705).
/// </summary>
internal sealed class ErrorLimits(INetStack stack)
{
    private readonly KeyedRateLimiter<IPv4Address> _destinations = new(10, 20, stack.Entropy);
    private readonly RateLimiter _all = new(1000, 100, stack.Entropy);

    public bool Admit(IPv4Address destination) => _destinations.TryTake(destination, stack.Now) && _all.TryTake(stack.Now);
}
