using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Abstractions;

/// <summary>A route: which interface, by which gateway, for which destinations. Owned by a domain's table; replaced, not changed.</summary>
public sealed class NetRoute(INetInterface netInterface, NetAddress destination, int prefixLength, RouteFlags flags, NetAddress gateway = default, int metric = 0, int mtu = 0)
{
    public INetInterface Interface { get; } = netInterface;

    /// <summary>The network, host bits cleared.</summary>
    public NetAddress Destination { get; } = destination;

    public int PrefixLength { get; } = prefixLength;

    public RouteFlags Flags { get; } = flags;

    /// <summary>Unspecified when the destination is on the link.</summary>
    public NetAddress Gateway { get; } = gateway;

    /// <summary>The lower wins; 0 means the interface's.</summary>
    public int Metric { get; } = metric;

    /// <summary>The lower of the route's own and the interface's. Octets.</summary>
    public int Mtu => mtu == 0 ? Interface.Mtu : Math.Min(mtu, Interface.Mtu);

    /// <summary>The MTU the route was given; 0 for none.</summary>
    public int OwnMtu => mtu;

    /// <summary>The source that packets by this route prefer; unspecified for the interface's first address in the destination's network.</summary>
    public NetAddress Source { get; init; }

    /// <summary>False once it was taken out of its table; the datalink module refuses it then.</summary>
    public bool IsValid { get; set; } = true;
}
