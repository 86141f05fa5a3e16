using Hokku.Parts;

namespace Hokku.Datalink.Arp;

/// <summary>What can be chosen about ARP.</summary>
public sealed record ArpOptions
{
    /// <summary>
    /// Whether an address is probed before it is used (RFC 5227, 2.1), which takes 4 to 8 seconds. Off, it is used and announced at once;
    /// conflicts are noticed and the address defended either way.
    /// </summary>
    public bool ProbeAddresses { get; init; }

    /// <summary>Bounds and times of the neighbour cache of each device.</summary>
    public NeighborOptions Neighbors { get; init; } = new();
}
