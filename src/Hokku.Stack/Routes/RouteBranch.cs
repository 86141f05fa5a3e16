using System.Numerics;
using System.Runtime.CompilerServices;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// A node of a tree bitmap with a stride of six bits (Eatherton, Varghese, Dittia 2004): the prefixes that end inside of the stride, and
/// the children below it, each as a bitmap and a packed array.
/// </summary>
internal sealed class RouteBranch : RouteNode
{
    public const int Stride = 6;

    // For each value of the stride: the places of all prefixes that cover it, the longer the higher.
    private static readonly ulong[] Covering = MakeCovering();
    private static readonly RouteSlot[] Empty = new RouteSlot[1];

    private ulong _prefixBits;
    private ulong _childBits;
    private RouteSlot[] _prefixes = [];
    private RouteSlot[] _children = [];

    /// <summary>The places of the prefixes here that cover this value of the stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Candidates(int chunk) => _prefixBits & Covering[chunk];

    /// <summary>The longest of some candidates, which are not none.</summary>
    public ref readonly RouteSlot Longest(ulong candidates) => ref _prefixes[BitOperations.PopCount(_prefixBits & ((1UL << BitOperations.Log2(candidates)) - 1))];

    /// <summary>What lies below this value of the stride; empty when nothing does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly RouteSlot Child(int chunk)
    {
        ulong bit = 1UL << chunk;
        if ((_childBits & bit) == 0)
            return ref Empty[0];
        return ref _children[BitOperations.PopCount(_childBits & (bit - 1))];
    }

    /// <summary>The prefix itself, when it ends here or is the child; else the node below, or null.</summary>
    public RouteNode? Next(in NetAddress network, int length, int bit)
    {
        if (length - bit >= Stride)
            return Child(AddressBits.Chunk(network, bit)).Node;
        ulong place = 1UL << Place(network, length, bit);
        return (_prefixBits & place) == 0 ? null : Longest(place).Node;
    }

    /// <summary>Adds a prefix, or notes its best route anew when it is there; <paramref name="bit"/> is where the stride begins.</summary>
    public void Put(RoutePrefix prefix, int bit)
    {
        if (prefix.Length - bit < Stride)
        {
            Set(ref _prefixBits, ref _prefixes, Place(prefix.Network, prefix.Length, bit), RouteSlot.Of(prefix));
            return;
        }

        int chunk = AddressBits.Chunk(prefix.Network, bit);
        Set(ref _childBits, ref _children, chunk, RouteSlot.Of(Insert(Child(chunk).Node, prefix, bit + Stride)));
    }

    /// <summary>The node with the prefix in it: the node itself, or the branch that takes its place.</summary>
    public static RouteNode Insert(RouteNode? node, RoutePrefix prefix, int bit)
    {
        if (node is null || ReferenceEquals(node, prefix))
            return prefix;
        var branch = node as RouteBranch ?? new RouteBranch();
        if (node is RoutePrefix other)
            branch.Put(other, bit);
        branch.Put(prefix, bit);
        return branch;
    }

    /// <summary>What is left of the node without the prefix: a branch of one prefix becomes that prefix.</summary>
    public static RouteNode? Remove(RouteNode? node, RoutePrefix prefix, int bit)
    {
        if (node is not RouteBranch branch)
            return null;
        branch.Take(prefix, bit);
        return (branch._prefixes.Length, branch._children.Length) switch
        {
            (0, 0) => null,
            (1, 0) => branch._prefixes[0].Node,
            (0, 1) when branch._children[0].Node is RoutePrefix only => only,
            _ => branch,
        };
    }

    public void Collect(List<RoutePrefix> target)
    {
        foreach (ref readonly var slot in _prefixes.AsSpan())
            target.Add((RoutePrefix)slot.Node!);
        foreach (ref readonly var slot in _children.AsSpan())
        {
            if (slot.IsBranch)
                slot.Branch.Collect(target);
            else
                target.Add((RoutePrefix)slot.Node!);
        }
    }

    private void Take(RoutePrefix prefix, int bit)
    {
        if (prefix.Length - bit < Stride)
        {
            Clear(ref _prefixBits, ref _prefixes, Place(prefix.Network, prefix.Length, bit));
            return;
        }

        int chunk = AddressBits.Chunk(prefix.Network, bit);
        if (Remove(Child(chunk).Node, prefix, bit + Stride) is { } rest)
            Set(ref _childBits, ref _children, chunk, RouteSlot.Of(rest));
        else
            Clear(ref _childBits, ref _children, chunk);
    }

    // The places of n bits come behind those of fewer: 1 of none, 2 of one, 4 of two, up to 32 of five.
    private static int Place(in NetAddress network, int length, int bit)
    {
        int bits = length - bit;
        return (1 << bits) - 1 + (AddressBits.Chunk(network, bit) >> (Stride - bits));
    }

    private static void Set(ref ulong bits, ref RouteSlot[] items, int place, in RouteSlot item)
    {
        ulong bit = 1UL << place;
        int index = BitOperations.PopCount(bits & (bit - 1));
        if ((bits & bit) == 0)
        {
            items = [.. items.AsSpan(0, index), item, .. items.AsSpan(index)];
            bits |= bit;
        }
        else
        {
            items[index] = item;
        }
    }

    private static void Clear(ref ulong bits, ref RouteSlot[] items, int place)
    {
        ulong bit = 1UL << place;
        int index = BitOperations.PopCount(bits & (bit - 1));
        items = [.. items.AsSpan(0, index), .. items.AsSpan(index + 1)];
        bits &= ~bit;
    }

    private static ulong[] MakeCovering()
    {
        var masks = new ulong[1 << Stride];
        for (int chunk = 0; chunk < masks.Length; chunk++)
        {
            for (int bits = 0; bits < Stride; bits++)
                masks[chunk] |= 1UL << ((1 << bits) - 1 + (chunk >> (Stride - bits)));
        }

        return masks;
    }
}
