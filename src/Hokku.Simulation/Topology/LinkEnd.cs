using Hokku.Wire.Addresses;

namespace Hokku.Simulation;

/// <summary>Where a link meets a node.</summary>
internal sealed class LinkEnd(Link link, int number, Node node)
{
    public Link Link { get; } = link;

    /// <summary>0 or 1, as on the wire.</summary>
    public int Number { get; } = number;

    public Node Node { get; } = node;

    public LinkEnd Other => Link.Ends[1 - Number];

    /// <summary>Its network; null until the world has begun, and on a switch.</summary>
    public Segment? Segment { get; set; }

    public IPv4Address Address { get; set; }

    public EthernetAddress Mac { get; set; }

    public string Device => $"/dev/net/wire/{Link.Name}/{Number}";
}
