namespace Hokku.Parts;

/// <summary>What is known about a neighbour's link address.</summary>
public enum NeighborState : byte
{
    /// <summary>Asked for; packets wait.</summary>
    Incomplete,

    /// <summary>Known; stale when it was not confirmed for a while, and asked again when it is next used.</summary>
    Reachable,

    /// <summary>Known, and the neighbour is asked whether it is still there.</summary>
    Probing,

    /// <summary>Known, and somebody else claims the address: the old link address is asked, and keeps it if it answers.</summary>
    Verifying,

    /// <summary>It did not answer: packets are refused for a while.</summary>
    Failed,

    /// <summary>Set by the user; never changed by the wire.</summary>
    Permanent,
}
