using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>What a command says about a route, with what it left out filled in.</summary>
internal sealed class RouteRequest
{
    private const int LeastMtu = 68;
    private const RouteFlags UserFlags = RouteFlags.Default | RouteFlags.Reject | RouteFlags.Host | RouteFlags.Local;

    private RouteEntry _entry;

    private RouteRequest(NetDomain domain, NetInterface? netInterface, in RouteEntry entry)
    {
        Domain = domain;
        Interface = netInterface;
        _entry = entry;
    }

    public NetDomain Domain { get; }

    /// <summary>The interface that was named, or null.</summary>
    public NetInterface? Interface { get; }

    /// <summary>The network, host bits cleared.</summary>
    public NetAddress Destination { get; private set; }

    public int PrefixLength { get; private set; }

    private IAddressRules Rules => Domain.Rules;

    public static SocketError TryMake(INetStack stack, InterfaceTable interfaces, in RouteEntry entry, out RouteRequest? request)
    {
        request = null;
        var family = FamilyOf(entry);
        NetInterface? netInterface = null;
        if (entry.Interface[0] != 0)
        {
            netInterface = interfaces.Find(entry.Interface.ToString(), family);
            if (netInterface is null)
                return SocketError.HostNotFound;
            family = netInterface.Domain.Family;
        }

        if (stack.GetDomain(family) is not NetDomain domain)
            return SocketError.AddressFamilyNotSupported;
        var made = new RouteRequest(domain, netInterface, entry);
        if (!made.HasOneFamily() || !made.TryComplete())
            return SocketError.InvalidArgument;
        request = made;
        return SocketError.Success;
    }

    /// <summary>Whether a route of this network is the one that is meant: what was left out fits all.</summary>
    public bool Means(NetRoute route) =>
        (Interface is null || route.Interface == Interface)
        && (_entry.Gateway.IsUnspecified || route.Gateway.SameHost(_entry.Gateway.WithPort(default)))
        && (_entry.Metric == 0 || route.Metric == _entry.Metric);

    /// <summary>
    /// Makes the route. NetworkUnreachable when the gateway is not on the interface's link; AddressNotAvailable when the source is not ours;
    /// InvalidArgument when nothing tells the interface.
    /// </summary>
    public SocketError TryMakeRoute(out NetRoute? route)
    {
        route = null;
        if (_entry.Metric < 0 || (_entry.Mtu != 0 && _entry.Mtu < LeastMtu))
            return SocketError.InvalidArgument;
        var source = _entry.Source.IsUnspecified ? null : Domain.Addresses.Owner(_entry.Source);
        if (!_entry.Source.IsUnspecified && source is null)
            return SocketError.AddressNotAvailable;
        var gateway = _entry.Gateway.WithPort(default);
        if (!gateway.IsUnspecified && (!Rules.IsUnicast(gateway) || Domain.Addresses.Owner(gateway) is not null))
            return SocketError.InvalidArgument;
        var netInterface = Interface ?? (!gateway.IsUnspecified ? OnLink(gateway) : (NetInterface?)source?.Interface ?? ForRejected());
        if (!gateway.IsUnspecified && (netInterface is null || !IsOnLink(netInterface, gateway)))
            return SocketError.NetworkUnreachable;
        if (netInterface is null)
            return SocketError.InvalidArgument;
        route = new NetRoute(netInterface, Destination, PrefixLength, Flags(), gateway, _entry.Metric, _entry.Mtu)
        {
            Source = _entry.Source.WithPort(default),
        };
        return SocketError.Success;
    }

    private static NetFamily FamilyOf(in RouteEntry entry)
    {
        if (!entry.Destination.IsUnspecified)
            return entry.Destination.Family;
        return entry.Gateway.IsUnspecified ? entry.Family : entry.Gateway.Family;
    }

    private bool HasOneFamily()
    {
        foreach (var address in (ReadOnlySpan<NetAddress>)[_entry.Destination, _entry.Mask, _entry.Gateway, _entry.Source])
        {
            if (!address.IsUnspecified && (address.Family != Domain.Family || address.Length != Rules.Length))
                return false;
        }

        return true;
    }

    // No mask: a host, or everything when there is no destination either.
    private bool TryComplete()
    {
        int host = Rules.Length * 8;
        var destination = _entry.Destination.IsUnspecified ? Rules.Any : _entry.Destination.WithPort(default);
        if (!_entry.Mask.IsUnspecified)
            PrefixLength = Rules.PrefixLength(_entry.Mask);
        else
            PrefixLength = Rules.IsEmpty(destination) || (_entry.Flags & RouteFlags.Default) != 0 ? 0 : host;
        if (PrefixLength < 0 || ((_entry.Flags & RouteFlags.Host) != 0 && PrefixLength != host))
            return false;
        Destination = Rules.Network(destination, PrefixLength);
        return true;
    }

    private RouteFlags Flags()
    {
        var flags = _entry.Flags & UserFlags & ~RouteFlags.Default;
        if (PrefixLength == 0)
            flags |= RouteFlags.Default;
        if (PrefixLength == Rules.Length * 8)
            flags |= RouteFlags.Host;
        return _entry.Gateway.IsUnspecified ? flags : flags | RouteFlags.Gateway;
    }

    // A rejected route sends nothing; it hangs on the loopback interface where there is one.
    private NetInterface? ForRejected()
    {
        if ((_entry.Flags & RouteFlags.Reject) == 0 || Domain.InterfaceList.Count == 0)
            return null;
        return Domain.InterfaceList.Find(i => (i.Flags & InterfaceFlags.Loopback) != 0) ?? Domain.InterfaceList[0];
    }

    private NetInterface? OnLink(NetAddress gateway) => Domain.InterfaceList.Find(candidate => IsOnLink(candidate, gateway) && candidate.IsUp)
        ?? Domain.InterfaceList.Find(candidate => IsOnLink(candidate, gateway));

    private bool IsOnLink(NetInterface netInterface, in NetAddress gateway)
    {
        foreach (var address in netInterface.Addresses)
        {
            if (address.Peer.IsUnspecified ? AddressBits.Share(address.Local, gateway, address.PrefixLength) : address.Peer.SameHost(gateway))
                return true;
        }

        return Domain.Routes.Find(gateway, netInterface.Index) is { } route && route.Gateway.IsUnspecified && route.PrefixLength > 0;
    }
}
