using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>How an address is one of ours.</summary>
public enum AddressMatch : byte
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>An address of one of our interfaces.</summary>
    Local,

    /// <summary>The broadcast address of one of our interfaces, or the limited one.</summary>
    Broadcast,
}

/// <summary>The datalink module: between the domain protocols and the interfaces. Haiku's net_datalink_module_info.</summary>
public interface IDatalink
{
    /// <summary>
    /// Sends a packet with its network header by a route: rejected routes answer NetworkUnreachable, local ones loop, gateways become the
    /// destination, the interface's chain does the rest. No valid route: discarded and counted. Owns the buffer.
    /// </summary>
    SocketError Send(NetRoute? route, NetBuffer buffer);

    /// <summary>The best route, or null. An interface index other than 0 admits routes of that interface only.</summary>
    NetRoute? GetRoute(INetDomain domain, in NetAddress destination, int interfaceIndex = 0);

    /// <summary>Whether the address is one of ours or a broadcast address, on any interface of the domain that is up.</summary>
    AddressMatch Match(INetDomain domain, in NetAddress address, out InterfaceAddress? match);

    /// <summary>The address that packets to this route should come from; null when its interface has none.</summary>
    InterfaceAddress? SourceFor(NetRoute route, in NetAddress destination);

    INetInterface? GetInterface(int index);

    INetInterface? GetInterface(string name);
}
