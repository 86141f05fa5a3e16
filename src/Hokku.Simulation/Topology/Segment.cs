using Hokku.Wire.Addresses;

namespace Hokku.Simulation;

/// <summary>Link ends that hear each other's broadcasts, and the network that they share.</summary>
internal sealed class Segment(IPv4Address network, int prefixLength)
{
    public IPv4Address Network { get; } = network;

    public int PrefixLength { get; } = prefixLength;

    /// <summary>The ends of hosts and routers, in the order of their addresses.</summary>
    public List<LinkEnd> Ends { get; } = [];

    public IEnumerable<RouterNode> Routers => Ends.Select(end => end.Node).OfType<RouterNode>();

    public override string ToString() => $"{Network}/{PrefixLength}";
}
