using System.Numerics;
using Hokku.Wire.Addresses;

namespace Hokku.Simulation;

/// <summary>
/// Gives every network its number, every interface its address and every host its routes: the same for the same links. Networks are cut out of 10.0.0.0/8 in
/// the order of their first links; a host's address in one is its place there, routers come last.
/// </summary>
internal sealed class TopologyPlan
{
    private const uint Space = 10u << 24;
    private readonly List<Segment> _segments = [];
    private readonly Dictionary<IPv4Address, LinkEnd> _byAddress = [];
    private uint _next = Space;

    /// <exception cref="SimulationException">The topology is impossible.</exception>
    public TopologyPlan(IReadOnlyList<Link> links)
    {
        var done = new HashSet<Link>();
        foreach (var link in links)
        {
            if (!done.Contains(link))
                AddSegment(link, done);
        }
    }

    /// <summary>Whose address it is; null for nobody's.</summary>
    public LinkEnd? this[IPv4Address address] => _byAddress.GetValueOrDefault(address);

    /// <summary>The address by which one host calls another: the one in a network that both are in, else the other's first.</summary>
    public static IPv4Address? AddressFor(Node from, Node to)
    {
        if (from == to)
            return to.Ends.Count > 0 ? to.Ends[0].Address : null;
        var shared = to.Ends.FirstOrDefault(end => from.Ends.Any(own => own.Segment == end.Segment));
        return (shared ?? to.Ends.FirstOrDefault())?.Address;
    }

    /// <summary>The next hop from a host or router, on the shortest way through routers; null when there is none.</summary>
    public RouterNode.Hop? Route(Node from, IPv4Address destination)
    {
        if (from.Ends.FirstOrDefault(end => Holds(end.Segment!, destination)) is { } direct)
            return _byAddress.TryGetValue(destination, out var target) ? new RouterNode.Hop(direct, target.Mac) : null;
        var goal = _segments.Find(segment => Holds(segment, destination));
        return goal is null ? null : Gateway(from, goal) is var (own, router) ? new RouterNode.Hop(own, router.Mac) : null;
    }

    /// <summary>Networks that a host reaches through a router: network, and the router's address.</summary>
    public IEnumerable<(Segment Network, IPv4Address Gateway)> RoutesOf(Node host)
    {
        foreach (var segment in _segments)
        {
            if (host.Ends.All(end => end.Segment != segment) && Gateway(host, segment) is var (_, router))
                yield return (segment, router.Address);
        }
    }

    private static bool Holds(Segment segment, IPv4Address address) => (address & IPv4Address.Mask(segment.PrefixLength)) == segment.Network;

    // Breadth first: the first end by which the goal is reached, and the router behind it.
    private static (LinkEnd Own, LinkEnd Router)? Gateway(Node from, Segment goal)
    {
        var queue = new Queue<(RouterNode Router, (LinkEnd Own, LinkEnd Router) First)>();
        var seen = new HashSet<Node> { from };
        foreach (var own in from.Ends)
        {
            foreach (var other in own.Segment!.Ends.Where(end => end.Node is RouterNode && seen.Add(end.Node)))
                queue.Enqueue(((RouterNode)other.Node, (own, other)));
        }

        while (queue.TryDequeue(out var at))
        {
            foreach (var end in at.Router.Ends)
            {
                if (end.Segment == goal)
                    return at.First;
                foreach (var router in end.Segment!.Routers.Where(seen.Add))
                    queue.Enqueue((router, at.First));
            }
        }

        return null;
    }

    private void AddSegment(Link first, HashSet<Link> done)
    {
        var ends = new List<LinkEnd>();
        Collect(first, done, [], ends);
        ends = [.. ends.OrderBy(end => end.Node is RouterNode).ThenBy(end => end.Link.Index)];
        int prefixLength = 32 - Math.Max(8, BitOperations.Log2((uint)ends.Count + 2) + 1);
        uint size = 1u << (32 - prefixLength);
        uint network = (_next + size - 1) & ~(size - 1);
        if (network + size > Space + (1u << 24))
            throw new SimulationException("The world has more hosts and links than 10.0.0.0/8 has addresses.");
        _next = network + size;
        var segment = new Segment(new IPv4Address(network), prefixLength);
        foreach (var end in ends)
        {
            segment.Ends.Add(end);
            end.Segment = segment;
            end.Address = new IPv4Address(network + (uint)segment.Ends.Count);
            end.Mac = new EthernetAddress(0x0200_0000_0000UL | end.Address.Value);
            _byAddress.Add(end.Address, end);
        }

        _segments.Add(segment);
    }

    private static void Collect(Link link, HashSet<Link> done, HashSet<Node> switches, List<LinkEnd> ends)
    {
        done.Add(link);
        foreach (var end in link.Ends)
        {
            if (end.Node is not SwitchNode)
            {
                ends.Add(end);
                continue;
            }

            if (!switches.Add(end.Node))
                continue;
            foreach (var other in end.Node.Ends.Where(other => other.Link != link))
            {
                if (done.Contains(other.Link) || other.Other.Node is SwitchNode next && switches.Contains(next))
                    throw new SimulationException($"The switch {end.Node} is part of a loop through {other.Link.Name}, in which frames would go round for ever: take a link out, or join the halves with a router.");
                Collect(other.Link, done, switches, ends);
            }
        }
    }
}
