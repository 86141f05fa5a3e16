using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Tcp;

/// <summary>Who is bound to which port, and who listens there. Connections themselves are in the <see cref="ConnectionTable"/>.</summary>
internal sealed class PortTable(SipKey secret)
{
    private readonly Dictionary<(NetFamily Family, ushort Port), List<TcpEndpoint>> _bound = [];

    public bool IsBound(NetFamily family, Port port) => _bound.ContainsKey((family, port));

    /// <summary>AddressAlreadyInUse unless the address is free, or all who have it agreed to share it (SO_REUSEPORT), or reuse it while none listens (SO_REUSEADDR).</summary>
    public SocketError Bind(TcpEndpoint endpoint, in NetAddress address)
    {
        if (_bound.TryGetValue((address.Family, address.Port), out var others))
        {
            foreach (var other in others)
            {
                if (Collide(other, address) && !MayShare(endpoint, other))
                    return SocketError.AddressAlreadyInUse;
            }
        }
        else
        {
            _bound.Add((address.Family, address.Port), others = []);
        }

        others.Add(endpoint);
        return SocketError.Success;
    }

    public void Unbind(TcpEndpoint endpoint, in NetAddress address)
    {
        var key = (address.Family, (ushort)address.Port);
        if (_bound.TryGetValue(key, out var others) && others.Remove(endpoint) && others.Count == 0)
            _bound.Remove(key);
    }

    /// <summary>Whether an endpoint that is about to listen would take another listener's connections.</summary>
    public SocketError Listen(TcpEndpoint endpoint, in NetAddress address)
    {
        foreach (var other in _bound[(address.Family, address.Port)])
        {
            if (other != endpoint && other.ConnectionState == TcpState.Listen && Collide(other, address) && !SharePort(endpoint, other))
                return SocketError.AddressAlreadyInUse;
        }

        return SocketError.Success;
    }

    /// <summary>The listener for a new connection: one at (local, port) before one at (*, port); among several who share it, the one the flow's hash picks.</summary>
    public TcpEndpoint? FindListener(in ConnectionKey key, int interfaceIndex)
    {
        if (!_bound.TryGetValue((key.Local.Family, key.Local.Port), out var candidates))
            return null;
        int best = 0;
        int count = 0;
        TcpEndpoint? found = null;
        foreach (var candidate in candidates)
        {
            int score = Score(candidate, key, interfaceIndex);
            if (score == 0 || score < best)
                continue;
            count = score > best ? 1 : count + 1;
            best = score;
            found = count == 1 ? candidate : found;
        }

        return count <= 1 ? found : Pick(candidates, key, interfaceIndex, best, (int)(key.Hash(secret) % (uint)count));
    }

    private static TcpEndpoint? Pick(List<TcpEndpoint> candidates, in ConnectionKey key, int interfaceIndex, int score, int index)
    {
        foreach (var candidate in candidates)
        {
            if (Score(candidate, key, interfaceIndex) == score && index-- == 0)
                return candidate;
        }

        return null;
    }

    private static int Score(TcpEndpoint candidate, in ConnectionKey key, int interfaceIndex)
    {
        var socket = candidate.Socket;
        if (candidate.ConnectionState != TcpState.Listen || (socket.BoundInterface != 0 && socket.BoundInterface != interfaceIndex))
            return 0;
        int score = socket.BoundInterface == 0 ? 1 : 2;
        if (candidate.IsBoundToAny)
            return score;
        return socket.Address.SameHost(key.Local) ? score + 2 : 0;
    }

    private static bool Collide(TcpEndpoint other, in NetAddress address) =>
        other.IsBoundToAny || other.Domain.Rules.IsEmpty(address) || other.Socket.Address.SameHost(address);

    private static bool MayShare(TcpEndpoint endpoint, TcpEndpoint other) =>
        SharePort(endpoint, other)
        || (endpoint.Has(SocketOptions.ReuseAddress) && other.Has(SocketOptions.ReuseAddress) && other.ConnectionState != TcpState.Listen)
        || (endpoint.Has(SocketOptions.ReuseAddress) && other.ConnectionState is not (TcpState.Listen or TcpState.Closed));

    private static bool SharePort(TcpEndpoint endpoint, TcpEndpoint other) =>
        endpoint.Has(SocketOptions.ReusePort) && other.Has(SocketOptions.ReusePort);
}
