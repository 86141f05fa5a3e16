using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>The cookies that our listeners give out and believe (RFC 7413, 4.1.2): a keyed hash of the peer's address, with a secret that changes every hour.</summary>
internal sealed class FastOpenCookies(IEntropy entropy)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private long _period = long.MinValue;
    private SipKey _current;
    private SipKey _previous;

    public FastOpenCookie For(in NetAddress peer, TimeSpan now)
    {
        Rotate(now);
        return new FastOpenCookie(Hash(_current, peer));
    }

    /// <summary>Whether we gave the cookie to that peer within the last hour or two.</summary>
    public bool IsOurs(in FastOpenCookie cookie, in NetAddress peer, TimeSpan now)
    {
        Rotate(now);
        return cookie == new FastOpenCookie(Hash(_current, peer)) || cookie == new FastOpenCookie(Hash(_previous, peer));
    }

    private void Rotate(TimeSpan now)
    {
        long period = now.Ticks / Period.Ticks;
        if (period == _period)
            return;
        _previous = period == _period + 1 ? _current : NewKey();
        _current = NewKey();
        _period = period;
    }

    private SipKey NewKey() => new(entropy.NextUInt64(), entropy.NextUInt64());

    private static ulong Hash(in SipKey key, in NetAddress peer) => new ConnectionKey(default, peer.WithPort(0)).Hash(key);
}
