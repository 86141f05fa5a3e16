using System.Runtime.CompilerServices;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// A place of a <see cref="RouteTrie"/>, with everything that a lookup asks a prefix: it decides in the packed array, and what lies behind the
/// reference, which is in no cache when there are many routes, is not touched.
/// </summary>
internal readonly struct RouteSlot
{
    private const int BranchMark = -1;

    // The network's first 64 bits.
    private readonly ulong _word;

    // The prefix's length and one; 0 for an empty place.
    private readonly int _mark;

    private RouteSlot(RouteNode node, NetRoute? best, ulong word, int mark)
    {
        Node = node;
        Best = best;
        _word = word;
        _mark = mark;
    }

    /// <summary>The prefix or branch; null when the place is empty.</summary>
    public RouteNode? Node { get; }

    /// <summary>The prefix's best route whose interface is up, as it was when the slot was made.</summary>
    public NetRoute? Best { get; }

    public bool IsBranch => _mark == BranchMark;

    /// <summary>The node, which is a branch.</summary>
    public RouteBranch Branch => Unsafe.As<RouteBranch>(Node!);

    public static RouteSlot Of(RouteNode? node) => node switch
    {
        null => default,
        RoutePrefix prefix => new(prefix, prefix.Best, prefix.Word, prefix.Length + 1),
        _ => new(node, null, 0, BranchMark),
    };

    /// <summary>Whether this is a prefix that the destination begins with.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="word">Its first 64 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Covers(in NetAddress destination, ulong word) => _mark switch
    {
        <= 0 => false,
        1 => true,
        <= 65 => ((word ^ _word) >> (65 - _mark)) == 0,
        _ => ((RoutePrefix)Node!).Covers(destination),
    };
}
