using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Udp;

/// <summary>Who listens where: by port, and connected endpoints by both addresses, so that a datagram's way is short however many there are.</summary>
internal sealed class EndpointTable
{
    // RFC 6335, 6: the dynamic ports.
    private const int FirstEphemeral = 49152;
    private const int EphemeralCount = 65536 - FirstEphemeral;

    private readonly IEntropy _entropy;
    private readonly SipKey _key;
    private readonly Dictionary<ushort, PortGroup> _ports = [];
    private readonly KeyedTable<Flow, UdpEndpoint> _connected;

    public EndpointTable(IEntropy entropy)
    {
        _entropy = entropy;
        _key = new(entropy.NextUInt64(), entropy.NextUInt64());
        _connected = new(entropy);
    }

    /// <summary>Ports in use.</summary>
    public int Count => _ports.Count;

    /// <summary>Whether any endpoint takes datagrams that were joined.</summary>
    public bool HasCoalescing => CoalescingCount > 0;

    /// <summary>How many endpoints take datagrams that were joined.</summary>
    public int CoalescingCount { get; set; }

    /// <summary>Whether an endpoint of the port takes datagrams that were joined.</summary>
    public bool Coalesces(Port port)
    {
        foreach (var endpoint in OfPort(port))
        {
            if (endpoint.Coalesces)
                return true;
        }

        return false;
    }

    /// <summary>The endpoint that a datagram to one host is for.</summary>
    public UdpEndpoint? Find(NetBuffer buffer)
    {
        if (!_ports.TryGetValue(buffer.Destination.Port, out var group))
            return null;
        if (group.All.Count > group.Unconnected.Count && FindConnected(buffer.Destination, buffer.Source) is { } connected && connected.Accepts(buffer, isGroup: false))
            return connected;
        return group.Unconnected.Count == 1
            ? group.Unconnected[0].Accepts(buffer, isGroup: false) ? group.Unconnected[0] : null
            : Choose(group.Unconnected, buffer);
    }

    /// <summary>The endpoint that has sent from one address to another, connected or not.</summary>
    public UdpEndpoint? FindSender(in NetAddress local, in NetAddress peer)
    {
        if (FindConnected(local, peer) is { } connected)
            return connected;
        if (!_ports.TryGetValue(local.Port, out var group))
            return null;
        foreach (var endpoint in group.Unconnected)
        {
            if (endpoint.Covers(local))
                return endpoint;
        }

        return null;
    }

    /// <summary>All endpoints of a port, in the order they were bound.</summary>
    public ReadOnlySpan<UdpEndpoint> OfPort(Port port) =>
        _ports.TryGetValue(port, out var group) ? CollectionsMarshal.AsSpan(group.All) : default;

    /// <summary>Binds to the address's port, or to a random free one when it is 0 (RFC 6056, 3.3.1). AddressAlreadyInUse when none is free.</summary>
    public SocketError Bind(UdpEndpoint endpoint, ref NetAddress address)
    {
        if (!address.Port.IsAny)
            return TryBind(endpoint, address);
        uint start = _entropy.Below(EphemeralCount);
        for (uint i = 0; i < EphemeralCount; i++)
        {
            address.Port = (ushort)(FirstEphemeral + ((start + i) % EphemeralCount));
            // An ephemeral port is shared with nobody, whatever the options.
            if (!_ports.ContainsKey(address.Port))
                return TryBind(endpoint, address);
        }

        address.Port = Port.Any;
        return SocketError.AddressAlreadyInUse;
    }

    public void Unbind(UdpEndpoint endpoint, Port port)
    {
        if (!_ports.TryGetValue(port, out var group))
            return;
        group.All.Remove(endpoint);
        group.Unconnected.Remove(endpoint);
        if (group.All.Count == 0)
            _ports.Remove(port);
    }

    /// <summary>AddressAlreadyInUse when another endpoint has the same two addresses.</summary>
    public SocketError Connect(UdpEndpoint endpoint, in NetAddress local, in NetAddress peer)
    {
        if (!_connected.TryAdd(new(local, peer), endpoint))
            return SocketError.AddressAlreadyInUse;
        _ports[local.Port].Unconnected.Remove(endpoint);
        return SocketError.Success;
    }

    public void Disconnect(UdpEndpoint endpoint, in NetAddress local, in NetAddress peer)
    {
        if (_connected.TryRemove(new(local, peer), out _))
            _ports[local.Port].Unconnected.Add(endpoint);
    }

    private UdpEndpoint? FindConnected(in NetAddress local, in NetAddress peer) =>
        _connected.Count != 0 && _connected.TryGet(new(local, peer), out var endpoint) ? endpoint : null;

    private SocketError TryBind(UdpEndpoint endpoint, in NetAddress address)
    {
        if (!_ports.TryGetValue(address.Port, out var group))
            _ports[address.Port] = group = new();
        foreach (var other in group.All)
        {
            if (endpoint.ConflictsWith(other, address))
                return SocketError.AddressAlreadyInUse;
        }

        group.All.Add(endpoint);
        group.Unconnected.Add(endpoint);
        return SocketError.Success;
    }

    /// <summary>The most specific endpoint; among equals that share their port (SO_REUSEPORT) the flow's hash decides, else the last bound.</summary>
    private UdpEndpoint? Choose(List<UdpEndpoint> candidates, NetBuffer buffer)
    {
        UdpEndpoint? best = null;
        int bestScore = -1;
        int equals = 0;
        foreach (var candidate in candidates)
        {
            if (!candidate.Accepts(buffer, isGroup: false) || candidate.Specificity < bestScore)
                continue;
            equals = candidate.Specificity > bestScore ? 1 : equals + 1;
            best = candidate;
            bestScore = candidate.Specificity;
        }

        if (equals < 2 || !best!.SharesPort)
            return best;
        int chosen = (int)(new Flow(buffer.Destination, buffer.Source).Hash(_key) % (ulong)equals);
        foreach (var candidate in candidates)
        {
            if (candidate.Specificity == bestScore && candidate.Accepts(buffer, isGroup: false) && chosen-- == 0)
                return candidate;
        }

        return best;
    }

    private sealed class PortGroup
    {
        public List<UdpEndpoint> All { get; } = [];

        public List<UdpEndpoint> Unconnected { get; } = [];
    }

    private readonly record struct Flow(NetAddress Local, NetAddress Peer)
    {
        public ulong Hash(in SipKey key)
        {
            Span<NetAddress> addresses = [Local, Peer];
            return SipHash.Compute(key, MemoryMarshal.Cast<NetAddress, ulong>(addresses));
        }
    }
}
