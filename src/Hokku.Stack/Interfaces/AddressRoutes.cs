using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>
/// The routes that the addresses of an interface bring: to their networks or peers, to the addresses themselves, and to everybody on the link.
/// </summary>
internal sealed class AddressRoutes(NetInterface netInterface)
{
    private const int LoopbackMetric = 1 << 16;

    private readonly RouteTable _routes = netInterface.Domain.Routes;
    private readonly IAddressRules _rules = netInterface.Domain.Rules;

    /// <summary>Removes the routes that no address of the interface brings any more.</summary>
    public List<NetRoute> RemoveStale()
    {
        var wanted = Wanted();
        var stale = netInterface.OwnRoutes.FindAll(route => !wanted.Exists(other => Same(route, other)));
        netInterface.OwnRoutes.RemoveAll(stale.Contains);

        // Who was at the table before us may have taken a route out already.
        stale.RemoveAll(route => !route.IsValid || _routes.Remove(route) != SocketError.Success);
        return stale;
    }

    /// <summary>Adds the routes that are new. One that a user has deleted or made stays as the user wants it.</summary>
    public List<NetRoute> AddMissing()
    {
        var added = new List<NetRoute>();
        foreach (var route in Wanted())
        {
            if (netInterface.OwnRoutes.Exists(other => Same(route, other)))
                continue;
            netInterface.OwnRoutes.Add(route);
            if (_routes.Add(route) == SocketError.Success)
                added.Add(route);
            else
                route.IsValid = false;
        }

        return added;
    }

    private List<NetRoute> Wanted()
    {
        var wanted = new List<NetRoute>();
        int host = _rules.Length * 8;
        foreach (var address in netInterface.Addresses)
        {
            Want(wanted, address.Local, host, RouteFlags.Local | RouteFlags.Host, address.Local);
            if (!address.Peer.IsUnspecified)
                Want(wanted, address.Peer, host, RouteFlags.Host, address.Local);
            else if (address.PrefixLength < host)
                Want(wanted, _rules.Network(address.Local, address.PrefixLength), address.PrefixLength, RouteFlags.None, address.Local);
            if (!address.Broadcast.IsUnspecified)
                Want(wanted, address.Broadcast, host, RouteFlags.Host, address.Local);
        }

        if (netInterface.Addresses.Count > 0)
            WantLink(wanted, host);
        return wanted;
    }

    // The limited broadcast address and groups: without these routes they would need a default route, which need not be there (DHCP, a lone link).
    // A loopback interface comes first but must not take the groups of all others, so its route is the last choice.
    private void WantLink(List<NetRoute> wanted, int host)
    {
        if (_rules.HasBroadcast && (netInterface.Flags & InterfaceFlags.Broadcast) != 0)
            Want(wanted, _rules.BroadcastOf(_rules.Any, 0), host, RouteFlags.Host, default);
        if (!_rules.MulticastNetwork.IsUnspecified && (netInterface.Flags & InterfaceFlags.Multicast) != 0)
            Want(wanted, _rules.MulticastNetwork, _rules.MulticastPrefixLength, RouteFlags.None, default, LoopbackMetric);
    }

    private void Want(List<NetRoute> wanted, NetAddress destination, int prefixLength, RouteFlags flags, NetAddress source, int loopbackMetric = 0)
    {
        int metric = (netInterface.Flags & InterfaceFlags.Loopback) != 0 ? loopbackMetric : 0;
        var route = new NetRoute(netInterface, destination, prefixLength, flags, metric: metric) { Source = source };
        if (!wanted.Exists(other => Same(route, other)))
            wanted.Add(route);
    }

    // Two addresses of one network share its route, until the one that it prefers as source goes.
    private bool Same(NetRoute a, NetRoute b) => a.PrefixLength == b.PrefixLength && a.Flags == b.Flags && a.Destination.SameHost(b.Destination)
        && (a.Source.SameHost(b.Source) || netInterface.Addresses.Exists(address => address.Local.SameHost(a.Source)));
}
