using System.Net.Sockets;
using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>The routes of a domain: longest prefix first, then the lowest metric, then the oldest; routes of interfaces that are down do not count.</summary>
public interface IRouteTable
{
    /// <summary>Goes up with every change that may move a destination to another route.</summary>
    long Generation { get; }

    int Count { get; }

    /// <summary>A copy, in the order of the listing: longest prefix first.</summary>
    IReadOnlyList<NetRoute> List();

    /// <summary>AddressAlreadyInUse when an equal one (network, metric, gateway, interface) is there.</summary>
    SocketError Add(NetRoute route);

    /// <summary>NetworkUnreachable when there is no such route.</summary>
    SocketError Remove(NetRoute route);

    NetRoute? Find(in NetAddress destination, int interfaceIndex = 0);

    /// <summary>The seed's register_route_info().</summary>
    void Register(RouteInfo info, in NetAddress target, int interfaceIndex = 0);

    void Unregister(RouteInfo info);
}
