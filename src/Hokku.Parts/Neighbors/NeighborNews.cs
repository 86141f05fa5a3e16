namespace Hokku.Parts;

/// <summary>What came of a neighbour's telling its link address.</summary>
public enum NeighborNews : byte
{
    /// <summary>Nobody asked and nobody wants to know.</summary>
    Ignored,

    /// <summary>It is what we knew, or is now.</summary>
    Accepted,

    /// <summary>It contradicts what we know; the link address that we know is asked first.</summary>
    Doubted,

    /// <summary>It contradicts what the user has set, or a second claim during <see cref="NeighborState.Verifying"/>.</summary>
    Refused,
}
