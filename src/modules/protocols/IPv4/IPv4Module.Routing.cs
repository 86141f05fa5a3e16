using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Protocols.IPv4;

/// <content>Which way packets leave: routes, and interfaces for groups and the limited broadcast address.</content>
public sealed partial class IPv4Module
{
    // Routes to everything on the link of an interface, for destinations that no table knows: groups, 255.255.255.255.
    private readonly Dictionary<int, NetRoute> _linkRoutes = [];

    /// <summary>See <see cref="NetProtocol.FindRoute"/>.</summary>
    internal SocketError FindRoute(
        in NetAddress destination, ref NetAddress source, int interfaceIndex, SendTraits traits, SocketOptions options, out NetRoute? route)
    {
        route = null;
        if (destination.Family != NetFamily.Internet)
            return destination.IsUnspecified ? SocketError.DestinationAddressRequired : SocketError.AddressFamilyNotSupported;
        var address = destination.IPv4;
        bool broadcast = address == IPv4Address.Broadcast;
        if (broadcast || address.IsMulticast)
            route = LinkRoute(destination, source, address.IsMulticast && traits.MulticastInterface != 0 ? traits.MulticastInterface : interfaceIndex);
        else
            route = _stack.Datalink.GetRoute(Domain, destination, interfaceIndex);
        if (route is null)
        {
            _counters.NoRoutes.Add();
            return SocketError.NetworkUnreachable;
        }

        if ((broadcast || IsBroadcastOf(route.Interface, address)) && (options & SocketOptions.Broadcast) == 0)
            return SocketError.AccessDenied;
        if ((options & SocketOptions.DontRoute) != 0 && (route.Flags & RouteFlags.Gateway) != 0)
            return SocketError.NetworkUnreachable;
        return FindSource(route, destination, ref source);
    }

    internal static bool IsBroadcastOf(INetInterface netInterface, IPv4Address address)
    {
        var addresses = netInterface.Addresses;
        for (int i = 0; i < addresses.Count; i++)
        {
            var candidate = addresses[i];
            if (!candidate.Broadcast.IsUnspecified && candidate.Broadcast.IPv4 == address)
                return true;
        }

        return false;
    }

    private SocketError FindSource(NetRoute route, in NetAddress destination, ref NetAddress source)
    {
        if (!source.IsUnspecified && !source.IPv4.IsAny && !source.IPv4.IsMulticast)
            return SocketError.Success;
        var port = source.Port;
        if (!route.Source.IsUnspecified)
            source = route.Source.WithPort(port);
        else if (_stack.Datalink.SourceFor(route, destination) is { } found)
            source = found.Local.WithPort(port);
        else if (destination.IPv4 == IPv4Address.Broadcast || destination.IPv4.IsMulticast)
            source = new(IPv4Address.Any, port); // RFC 1122, 3.2.1.3: a host that does not know its address yet
        else
            return SocketError.AddressNotAvailable;
        return SocketError.Success;
    }

    /// <summary>The way to the neighbours at the interface asked for, at that of the source, or at the one that routes name.</summary>
    private NetRoute? LinkRoute(in NetAddress destination, in NetAddress source, int interfaceIndex)
    {
        INetInterface? choice = null;
        if (interfaceIndex != 0)
            choice = _stack.Datalink.GetInterface(interfaceIndex);
        else if (!source.IsUnspecified && _stack.Datalink.Match(Domain, source, out var match) == AddressMatch.Local)
            choice = match!.Interface;
        else if (_stack.Datalink.GetRoute(Domain, destination) is { } route)
            choice = route.Interface;
        else
            choice = FirstUp();
        return choice is null ? null : LinkRoute(choice);
    }

    internal NetRoute LinkRoute(INetInterface netInterface)
    {
        if (_linkRoutes.TryGetValue(netInterface.Index, out var route) && ReferenceEquals(route.Interface, netInterface))
            return route;
        if (_linkRoutes.Count > Domain.Interfaces.Count)
            _linkRoutes.Clear(); // some are of interfaces that are gone
        return _linkRoutes[netInterface.Index] = new(netInterface, new NetAddress(IPv4Address.Any), 0, RouteFlags.None);
    }

    private INetInterface? FirstUp()
    {
        INetInterface? loopback = null;
        var interfaces = Domain.Interfaces;
        for (int i = 0; i < interfaces.Count; i++)
        {
            var candidate = interfaces[i];
            if (!candidate.IsUp)
                continue;
            if ((candidate.Flags & InterfaceFlags.Loopback) == 0)
                return candidate;
            loopback ??= candidate;
        }

        return loopback;
    }
}
