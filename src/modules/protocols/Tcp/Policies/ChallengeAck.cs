using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Limits the challenge acknowledgments of one connection (RFC 5961, 7). Each connection has a count of its own and a period that varies, so that
/// nobody learns from the count of one what happens on another (CVE-2016-5696).
/// </summary>
internal struct ChallengeAck
{
    private TimeSpan _periodEnd;
    private ushort _left;

    public bool TryTake(TimeSpan now, IEntropy entropy, int limit)
    {
        if (now >= _periodEnd)
        {
            _periodEnd = now + TimeSpan.FromMilliseconds(750 + entropy.Below(500));
            _left = (ushort)(limit - entropy.Below((uint)Math.Max(limit / 2, 1)));
        }

        if (_left == 0)
            return false;
        _left--;
        return true;
    }
}
