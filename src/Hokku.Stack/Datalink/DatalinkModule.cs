using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>Between the domain protocols and the interfaces: the route picks the interface. Haiku's net_datalink_module_info.</summary>
internal sealed class DatalinkModule(INetStack stack, InterfaceTable interfaces, LoopQueue loops) : IDatalink
{
    public SocketError Send(NetRoute? route, NetBuffer buffer)
    {
        buffer.DeviceIndex = 0; // it goes out from here on, wherever it came from
        if (route is not { IsValid: true })
        {
            stack.Drop(buffer, DropReason.NoRoute);
            return SocketError.NetworkUnreachable;
        }

        var netInterface = route.Interface;
        buffer.InterfaceIndex = netInterface.Index;
        if ((route.Flags & RouteFlags.Reject) != 0)
        {
            stack.Drop(buffer, DropReason.RouteRejected);
            return SocketError.NetworkUnreachable;
        }

        if (!netInterface.IsUp)
        {
            stack.Drop(buffer, DropReason.InterfaceDown);
            return SocketError.NetworkDown;
        }

        if ((route.Flags & RouteFlags.Local) != 0)
            return SendLocal((NetInterface)netInterface, buffer);
        if (!route.Gateway.IsUnspecified)
            buffer.Destination = route.Gateway;
        return netInterface.Chain.Send(buffer);
    }

    public NetRoute? GetRoute(INetDomain domain, in NetAddress destination, int interfaceIndex = 0) => domain.Routes.Find(destination, interfaceIndex);

    public AddressMatch Match(INetDomain domain, in NetAddress address, out InterfaceAddress? match)
    {
        var own = (NetDomain)domain;
        var result = own.Addresses.Match(address, out match);
        if (result != AddressMatch.None)
            return result;
        if (own.Rules.IsLoopback(address))
            return MatchLoopback(own, out match);
        return own.Rules.IsBroadcast(address) && own.InterfaceList.Exists(static i => i.IsUp) ? AddressMatch.Broadcast : AddressMatch.None;
    }

    public InterfaceAddress? SourceFor(NetRoute route, in NetAddress destination)
    {
        var netInterface = (NetInterface)route.Interface;
        var target = route.Gateway.IsUnspecified ? destination : route.Gateway;
        InterfaceAddress? first = null, inNetwork = null;
        foreach (var address in netInterface.Addresses)
        {
            if (address.IsConflicted)
                continue;
            if (!route.Source.IsUnspecified && address.Local.SameHost(route.Source))
                return address;
            first ??= address;
            if (inNetwork is null && AddressBits.Share(address.Local, target, address.PrefixLength))
                inNetwork = address;
        }

        return inNetwork ?? first;
    }

    public INetInterface? GetInterface(int index) => interfaces.Get(index);

    public INetInterface? GetInterface(string name) => interfaces.Find(name);

    // Every address of the loopback network is this host (RFC 1122, 3.2.1.3), not only the one that the interface has.
    private static AddressMatch MatchLoopback(NetDomain domain, out InterfaceAddress? match)
    {
        foreach (var candidate in domain.InterfaceList)
        {
            if (!candidate.IsUp || (candidate.Flags & InterfaceFlags.Loopback) == 0)
                continue;
            foreach (var address in candidate.Addresses)
            {
                if (!domain.Rules.IsLoopback(address.Local))
                    continue;
                match = address;
                return AddressMatch.Local;
            }
        }

        match = null;
        return AddressMatch.None;
    }

    private SocketError SendLocal(NetInterface netInterface, NetBuffer buffer)
    {
        netInterface.Statistics.SentPackets++;
        netInterface.Statistics.SentOctets += buffer.Size;
        netInterface.Device.Statistics.SentPackets++;
        netInterface.Device.Statistics.SentOctets += buffer.Size;
        netInterface.Port.Seen(buffer, PacketDirection.Sent);
        loops.EnqueueLocal(netInterface, buffer);
        return SocketError.Success;
    }
}
