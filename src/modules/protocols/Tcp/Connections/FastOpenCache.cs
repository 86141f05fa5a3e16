using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>The cookies that servers gave us (RFC 7413, 4.1.3): a fixed number of places; who hashes to a place takes it.</summary>
internal sealed class FastOpenCache
{
    private const int Places = 256;

    // RFC 7413, 4.1.3.1: a path that swallows SYNs with data is left alone for a while.
    private static readonly TimeSpan Shunned = TimeSpan.FromHours(1);

    private readonly SipKey _secret;
    private Entry[]? _entries;

    public FastOpenCache(IEntropy entropy) => _secret = new SipKey(entropy.NextUInt64(), entropy.NextUInt64());

    /// <summary>What is known of a server; default when nothing is.</summary>
    /// <param name="server">Its address.</param>
    /// <param name="now">The stack's time.</param>
    /// <param name="mayAsk">False when fast open has failed there lately.</param>
    public (FastOpenCookie Cookie, int MaximumSegment) Find(in NetAddress server, TimeSpan now, out bool mayAsk)
    {
        mayAsk = true;
        if (_entries is null)
            return default;
        ref readonly var entry = ref _entries[PlaceOf(server)];
        if (!entry.Server.SameHost(server))
            return default;
        mayAsk = now >= entry.ShunnedUntil;
        return mayAsk ? (entry.Cookie, entry.MaximumSegment) : default;
    }

    public void Store(in NetAddress server, in FastOpenCookie cookie, int maximumSegment) =>
        Place(server) = new Entry { Server = server, Cookie = cookie, MaximumSegment = maximumSegment };

    /// <summary>A SYN with data was not answered.</summary>
    public void Shun(in NetAddress server, TimeSpan now) => Place(server) = new Entry { Server = server, ShunnedUntil = now + Shunned };

    private ref Entry Place(in NetAddress server) => ref (_entries ??= new Entry[Places])[PlaceOf(server)];

    private int PlaceOf(in NetAddress server) => (int)(new ConnectionKey(default, server.WithPort(0)).Hash(_secret) % Places);

    private struct Entry
    {
        public NetAddress Server;
        public FastOpenCookie Cookie;
        public int MaximumSegment;
        public TimeSpan ShunnedUntil;
    }
}
