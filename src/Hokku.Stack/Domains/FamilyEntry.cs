using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>What is registered for one family: its domain, who receives its transport protocols, and who offloads for them.</summary>
internal sealed class FamilyEntry(NetFamily family)
{
    public NetFamily Family { get; } = family;

    public NetDomain? Domain { get; set; }

    /// <summary>By transport protocol number.</summary>
    public IReceivingProtocol?[] Receivers { get; } = new IReceivingProtocol?[256];

    /// <summary>By transport protocol number plus one; the first is the domain protocol's own.</summary>
    public IOffload?[] Offloads { get; } = new IOffload?[257];
}
