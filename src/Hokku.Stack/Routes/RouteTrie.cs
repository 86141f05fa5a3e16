using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// Prefixes by their bits. A lookup follows at most one branch for every six bits of the address and in practice as many as are needed to tell the
/// prefixes apart; there is no hash, so nobody can make entries collide.
/// </summary>
internal sealed class RouteTrie
{
    private RouteSlot _root;

    /// <summary>Finds the longest prefix that covers the destination.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="best">Its best route; null when none of its interfaces is up.</param>
    /// <returns>False when there is no such prefix.</returns>
    public bool TryLongest(in NetAddress destination, out NetRoute? best)
    {
        RouteBranch? holder = null;
        ulong held = 0;
        ref readonly var slot = ref _root;
        for (int bit = 0; slot.IsBranch; bit += RouteBranch.Stride)
        {
            var branch = slot.Branch;
            int chunk = AddressBits.Chunk(destination, bit);
            ulong candidates = branch.Candidates(chunk);
            if (candidates != 0)
                (holder, held) = (branch, candidates);
            slot = ref branch.Child(chunk);
        }

        if (slot.Covers(destination, AddressBits.Word(destination, 0)))
        {
            best = slot.Best;
            return true;
        }

        best = holder?.Longest(held).Best;
        return holder is not null;
    }

    /// <summary>The longest prefix that covers the destination and has a usable route by this interface (0 for any), or null.</summary>
    public RoutePrefix? LongestUsable(in NetAddress destination, int interfaceIndex)
    {
        RoutePrefix? best = null;
        var node = _root.Node;
        for (int bit = 0; node is RouteBranch branch; bit += RouteBranch.Stride)
        {
            int chunk = AddressBits.Chunk(destination, bit);
            for (ulong candidates = branch.Candidates(chunk); candidates != 0;)
            {
                var prefix = (RoutePrefix)branch.Longest(candidates).Node!;
                if (prefix.Find(interfaceIndex) is not null)
                {
                    best = prefix;
                    break;
                }

                candidates &= ~(1UL << System.Numerics.BitOperations.Log2(candidates));
            }

            node = branch.Child(chunk).Node;
        }

        return node is RoutePrefix leaf && leaf.Covers(destination) && leaf.Find(interfaceIndex) is not null ? leaf : best;
    }

    /// <summary>The prefix itself, or null.</summary>
    public RoutePrefix? Get(in NetAddress network, int length)
    {
        var node = _root.Node;
        for (int bit = 0; node is RouteBranch branch; bit += RouteBranch.Stride)
            node = branch.Next(network, length, bit);
        return node is RoutePrefix prefix && prefix.Length == length && prefix.Covers(network) ? prefix : null;
    }

    /// <summary>Adds a prefix, or notes its best route anew when it is there.</summary>
    public void Put(RoutePrefix prefix) => _root = RouteSlot.Of(RouteBranch.Insert(_root.Node, prefix, 0));

    public void Remove(RoutePrefix prefix) => _root = RouteSlot.Of(RouteBranch.Remove(_root.Node, prefix, 0));

    public List<RoutePrefix> Collect()
    {
        var all = new List<RoutePrefix>();
        if (_root.Node is RouteBranch branch)
            branch.Collect(all);
        else if (_root.Node is RoutePrefix only)
            all.Add(only);
        return all;
    }
}
