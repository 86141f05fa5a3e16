using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.IPv4;

/// <summary>The path MTUs that the network told us, by destination (RFC 1191); bounded, and forgotten after ten minutes (RFC 1191, 6.3).</summary>
internal sealed class PathMtuCache(INetStack stack)
{
    /// <summary>The least MTU of any IPv4 link (RFC 791): less is a lie.</summary>
    public const int LeastMtu = 68;

    /// <summary>
    /// The least that a report can make us send: below it packets go without DF and routers fragment, so that nobody can make us send
    /// tiny packets (what Linux calls min_pmtu).
    /// </summary>
    public const int Floor = 552;

    private const int Limit = 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // RFC 1191, 7.1: the MTUs that links have, for routers that do not tell theirs.
    private static readonly int[] Plateaus = [65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, LeastMtu];

    private readonly KeyedTable<IPv4Address, Entry> _entries = new(stack.Entropy, Limit);

    public int Count => _entries.Count;

    /// <summary>The MTU of the path, at most that of its first link.</summary>
    /// <param name="destination">The end of the path.</param>
    /// <param name="first">The MTU of the route.</param>
    /// <param name="allowsFragments">The path was said to carry less than <see cref="Floor"/>: packets go without DF.</param>
    public int Find(IPv4Address destination, int first, out bool allowsFragments)
    {
        allowsFragments = false;
        if (_entries.Count == 0 || !_entries.TryGet(destination, out var entry))
            return first;
        if (stack.Now >= entry.Expires)
        {
            _entries.TryRemove(destination, out _);
            return first;
        }

        allowsFragments = entry.AllowsFragments;
        return Math.Min(first, entry.Mtu);
    }

    /// <summary>Takes a lower MTU; never a higher one (RFC 1191, 6.1).</summary>
    /// <returns>False when the report is nonsense or says nothing new.</returns>
    public bool Learn(IPv4Address destination, int mtu, int first)
    {
        int known = Find(destination, first, out bool allowsFragments);
        if (mtu < LeastMtu || mtu >= known || (allowsFragments && mtu < Floor))
            return false;
        var entry = new Entry(Math.Max(mtu, Math.Min(Floor, first)), mtu < Floor, stack.Now + Lifetime);
        if (_entries.TryUpdate(destination, entry))
            return true;
        if (_entries.Count >= Limit)
            Evict();
        _entries.TryAdd(destination, entry);
        return true;
    }

    /// <summary>What a router that does not tell its MTU may mean: the next plateau below the packet that was too big (RFC 1191, 5).</summary>
    public static int NextPlateau(int packetLength)
    {
        foreach (int plateau in Plateaus)
        {
            if (plateau < packetLength)
                return plateau;
        }

        return LeastMtu;
    }

    public void Clear() => _entries.Clear();

    // The table is full: something that has expired goes, else any one.
    private void Evict()
    {
        IPv4Address victim = default;
        for (int position = 0; _entries.TryNext(ref position, out var destination, out var entry);)
        {
            victim = destination;
            if (stack.Now >= entry.Expires)
                break;
        }

        _entries.TryRemove(victim, out _);
    }

    private readonly record struct Entry(int Mtu, bool AllowsFragments, TimeSpan Expires);
}
