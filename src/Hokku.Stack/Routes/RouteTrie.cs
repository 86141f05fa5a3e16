using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// Prefixes by their bits. A lookup follows at most one branch for every six bits of the address and in practice as many as are needed to tell the
/// prefixes apart; there is no hash, so nobody can make entries collide.
/// </summary>
internal sealed class RouteTrie
{
    private RouteNode? _root;

    /// <summary>The longest prefix that covers the destination, or null.</summary>
    public RoutePrefix? Longest(in NetAddress destination)
    {
        RouteBranch? holder = null;
        ulong held = 0;
        var node = _root;
        for (int bit = 0; node is RouteBranch branch; bit += RouteBranch.Stride)
        {
            int chunk = AddressBits.Chunk(destination, bit);
            ulong candidates = branch.Candidates(chunk);
            if (candidates != 0)
                (holder, held) = (branch, candidates);
            node = branch.Child(chunk);
        }

        if (node is RoutePrefix leaf && leaf.Covers(destination))
            return leaf;
        return holder?.Longest(held);
    }

    /// <summary>The longest prefix that covers the destination and has a usable route by this interface (0 for any), or null.</summary>
    public RoutePrefix? LongestUsable(in NetAddress destination, int interfaceIndex)
    {
        RoutePrefix? best = null;
        var node = _root;
        for (int bit = 0; node is RouteBranch branch; bit += RouteBranch.Stride)
        {
            int chunk = AddressBits.Chunk(destination, bit);
            for (ulong candidates = branch.Candidates(chunk); candidates != 0;)
            {
                var prefix = branch.Longest(candidates);
                if (prefix.Find(interfaceIndex) is not null)
                {
                    best = prefix;
                    break;
                }

                candidates &= ~(1UL << System.Numerics.BitOperations.Log2(candidates));
            }

            node = branch.Child(chunk);
        }

        return node is RoutePrefix leaf && leaf.Covers(destination) && leaf.Find(interfaceIndex) is not null ? leaf : best;
    }

    /// <summary>The prefix itself, or null.</summary>
    public RoutePrefix? Get(in NetAddress network, int length)
    {
        var node = _root;
        for (int bit = 0; node is RouteBranch branch; bit += RouteBranch.Stride)
            node = branch.Next(network, length, bit);
        return node is RoutePrefix prefix && prefix.Length == length && prefix.Covers(network) ? prefix : null;
    }

    public void Add(RoutePrefix prefix) => _root = RouteBranch.Insert(_root, prefix, 0);

    public void Remove(RoutePrefix prefix) => _root = RouteBranch.Remove(_root, prefix, 0);

    public List<RoutePrefix> Collect()
    {
        var all = new List<RoutePrefix>();
        if (_root is RouteBranch branch)
            branch.Collect(all);
        else if (_root is RoutePrefix only)
            all.Add(only);
        return all;
    }
}
