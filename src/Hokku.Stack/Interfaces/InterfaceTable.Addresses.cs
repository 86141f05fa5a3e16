using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

internal sealed partial class InterfaceTable
{
    /// <summary>Addresses of one interface.</summary>
    private const int AddressLimit = 1024;

    /// <summary>
    /// Fills in what a command left out, by the rules of the domain: the prefix by class, the broadcast address by the prefix. On a point-to-point
    /// interface the other address is the peer's. A prefix of -1 and an unspecified other address stand for the default.
    /// </summary>
    /// <returns>InvalidArgument for an address that no interface may have, and for a prefix longer than the address.</returns>
    public static SocketError Complete(NetInterface netInterface, in NetAddress local, int prefixLength, in NetAddress other, out InterfaceAddress? complete)
    {
        complete = null;
        var rules = netInterface.Domain.Rules;
        if (local.Family != netInterface.Domain.Family)
            return SocketError.AddressFamilyNotSupported;
        if (!other.IsUnspecified && other.Family != local.Family)
            return SocketError.AddressFamilyNotSupported;
        if (!rules.IsUnicast(local) || prefixLength > rules.Length * 8)
            return SocketError.InvalidArgument;
        if (prefixLength < 0)
            prefixLength = rules.DefaultPrefixLength(local);
        var address = local.WithPort(default);
        if ((netInterface.Flags & InterfaceFlags.PointToPoint) != 0)
        {
            complete = new InterfaceAddress(netInterface, address, prefixLength, default, other.WithPort(default));
            return SocketError.Success;
        }

        var broadcast = other.WithPort(default);
        if (!rules.HasBroadcast || (netInterface.Flags & InterfaceFlags.Broadcast) == 0)
            broadcast = default;
        else if (broadcast.IsUnspecified && prefixLength < (rules.Length * 8) - 1)
            broadcast = rules.BroadcastOf(address, prefixLength); // RFC 3021: networks of one or two hosts have none
        complete = new InterfaceAddress(netInterface, address, prefixLength, broadcast, default);
        return SocketError.Success;
    }

    /// <summary>AddressAlreadyInUse when any interface of the domain has the address.</summary>
    public SocketError AddAddress(NetInterface netInterface, InterfaceAddress address)
    {
        if (netInterface.Domain.Addresses.Owner(address.Local) is not null)
            return SocketError.AddressAlreadyInUse;
        if (netInterface.Addresses.Count >= AddressLimit)
            return SocketError.NoBufferSpaceAvailable;
        return netInterface.Chain.ChangeAddress(null, address);
    }

    public SocketError RemoveAddress(NetInterface netInterface, InterfaceAddress address) => netInterface.Chain.ChangeAddress(address, null);

    /// <summary>AddressAlreadyInUse when another entry has the new address.</summary>
    public SocketError ReplaceAddress(NetInterface netInterface, InterfaceAddress old, InterfaceAddress address)
    {
        var owner = netInterface.Domain.Addresses.Owner(address.Local);
        return owner is not null && !ReferenceEquals(owner, old)
            ? SocketError.AddressAlreadyInUse
            : netInterface.Chain.ChangeAddress(old, address);
    }

    /// <summary>Called by the bridge, at the end of the chain: the change happens.</summary>
    public void Perform(NetInterface netInterface, InterfaceAddress? old, InterfaceAddress? address)
    {
        var routes = new AddressRoutes(netInterface);
        int index = old is null ? -1 : netInterface.Addresses.FindIndex(a => ReferenceEquals(a, old));
        if (index >= 0)
        {
            netInterface.Domain.Addresses.Remove(old!);
            netInterface.Addresses.RemoveAt(index);
            _stack.Notifications.Publish(new(StackEvent.AddressRemoved, netInterface.Name, old!.Local, old.PrefixLength));
        }

        if (address is not null)
        {
            netInterface.Addresses.Insert(index < 0 ? netInterface.Addresses.Count : index, address);
            netInterface.Domain.Addresses.Add(address);
            _stack.Notifications.Publish(new(StackEvent.AddressAdded, netInterface.Name, address.Local, address.PrefixLength));
        }

        foreach (var removed in routes.RemoveStale())
            Publish(StackEvent.RouteRemoved, removed);
        foreach (var added in routes.AddMissing())
            Publish(StackEvent.RouteAdded, added);
    }

    /// <summary>Tells of a route that came or went.</summary>
    public void Publish(StackEvent what, NetRoute route) =>
        _stack.Notifications.Publish(new(what, route.Interface.Name, route.Destination, route.PrefixLength));
}
