using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Hokku.Abstractions;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <content>Commands about routes.</content>
internal sealed partial class ControlCommands
{
    private SocketError ControlRoute(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (!TryView<RouteEntry>(argument, out var view))
            return SocketError.InvalidArgument;
        ref var entry = ref view[0];
        var result = RouteRequest.TryMake(stack, interfaces, entry, out var request);
        if (result != SocketError.Success)
            return result;
        switch (command)
        {
            case DriverCommand.AddRoute:
                return AddRoute(request!);
            case DriverCommand.DeleteRoute:
                return DeleteRoute(request!);
            default:
                result = GetRoute(request!, ref entry);
                length = result == SocketError.Success ? Unsafe.SizeOf<RouteEntry>() : 0;
                return result;
        }
    }

    private SocketError AddRoute(RouteRequest request)
    {
        var result = request.TryMakeRoute(out var route);
        if (result == SocketError.Success)
            result = request.Domain.Routes.Add(route!);
        if (result == SocketError.Success)
            interfaces.Publish(StackEvent.RouteAdded, route!);
        return result;
    }

    private SocketError DeleteRoute(RouteRequest request)
    {
        NetRoute? found = null;
        foreach (var route in request.Domain.Routes.To(request.Destination, request.PrefixLength))
        {
            if (request.Means(route))
            {
                found = route;
                break;
            }
        }

        if (found is null || request.Domain.Routes.Remove(found) != SocketError.Success)
            return SocketError.NetworkUnreachable;
        interfaces.Publish(StackEvent.RouteRemoved, found);
        return SocketError.Success;
    }

    private SocketError GetRoute(RouteRequest request, ref RouteEntry entry)
    {
        if (entry.Destination.IsUnspecified)
            return SocketError.DestinationAddressRequired;
        var destination = entry.Destination.WithPort(default);
        if (request.Domain.Routes.Find(destination, request.Interface?.Index ?? 0) is not { } route)
            return SocketError.NetworkUnreachable;
        entry = EntryOf(route);
        entry.Source = stack.Datalink.SourceFor(route, destination)?.Local ?? default;
        return SocketError.Success;
    }

    private int CountRoutes()
    {
        int count = 0;
        foreach (var domain in DomainsInUse())
            count += domain.Routes.Count;
        return count;
    }

    private SocketError ListRoutes(Span<byte> argument, out int length)
    {
        var entries = new List<RouteEntry>();
        foreach (var domain in DomainsInUse())
        {
            foreach (var route in domain.Routes.List())
                entries.Add(EntryOf(route));
        }

        return ControlArgument.Write(argument, entries, out length);
    }

    // A route needs an interface: the domains that have interfaces are those that have routes.
    private List<NetDomain> DomainsInUse()
    {
        var domains = new List<NetDomain>();
        foreach (var netInterface in interfaces.Interfaces)
        {
            if (!domains.Contains(netInterface.Domain))
                domains.Add(netInterface.Domain);
        }

        return domains;
    }

    private static RouteEntry EntryOf(NetRoute route)
    {
        var domain = route.Interface.Domain;
        return new RouteEntry
        {
            Interface = route.Interface.Name,
            Destination = route.Destination,
            Mask = domain.Rules.Mask(route.PrefixLength),
            Gateway = route.Gateway,
            Source = route.Source,
            Flags = route.Flags,
            Mtu = route.OwnMtu,
            Metric = route.Metric != 0 ? route.Metric : route.Interface.Metric,
            Family = domain.Family,
        };
    }
}
