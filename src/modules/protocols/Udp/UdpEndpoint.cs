using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Protocols.Udp;

/// <summary>UDP at the top of one socket's chain: where it is bound and connected to.</summary>
internal sealed partial class UdpEndpoint(UdpModule module, INetSocket socket) : NetProtocol(socket)
{
    private readonly RouteInfo _route = new();
    private bool _isBound;
    private bool _isConnected;
    private bool _choseAddress;
    private bool _sendShut;
    private bool _receiveShut;

    public override INetModule Module => module;

    /// <summary>Whether it has asked to share its port with others that asked for the same.</summary>
    public bool SharesPort => (Socket.Options & SocketOptions.ReusePort) != 0;

    /// <summary>How much more than the port must fit.</summary>
    public int Specificity => (IsAnyAddress ? 0 : 2) + (Socket.BoundInterface != 0 ? 1 : 0);

    private bool IsAnyAddress => Domain.Rules.IsEmpty(Socket.Address);

    /// <summary>Whether a datagram is for this endpoint: its address, peer and interface fit.</summary>
    public bool Accepts(NetBuffer buffer, bool isGroup) =>
        Covers(buffer.Destination)
        && (!_isConnected || (Socket.Peer == buffer.Source))
        && (Socket.BoundInterface == 0 || Socket.BoundInterface == buffer.InterfaceIndex)
        && (!isGroup || !_receiveShut);

    /// <summary>Whether an address of ours is one that the endpoint is bound to.</summary>
    public bool Covers(in NetAddress local) => Socket.Family == local.Family && (IsAnyAddress || Socket.Address.SameHost(local));

    /// <summary>Whether another endpoint of the port stands in the way of binding to an address.</summary>
    public bool ConflictsWith(UdpEndpoint other, in NetAddress address)
    {
        bool apart = other.Socket.Family != Socket.Family
            || (Socket.BoundInterface != 0 && other.Socket.BoundInterface != 0 && Socket.BoundInterface != other.Socket.BoundInterface)
            || (!Domain.Rules.IsEmpty(address) && !other.IsAnyAddress && !other.Socket.Address.SameHost(address));
        const SocketOptions Sharing = SocketOptions.ReuseAddress | SocketOptions.ReusePort;
        return !apart && (Socket.Options & other.Socket.Options & Sharing) == 0;
    }

    public override SocketError Bind(in NetAddress address)
    {
        if (_isBound)
            return SocketError.InvalidArgument;
        var error = Next.Bind(address); // the domain protocol knows whether the address is ours
        var chosen = address;
        if (error == SocketError.Success)
            error = module.Endpoints.Bind(this, ref chosen);
        _isBound = error == SocketError.Success;
        Socket.Address = _isBound ? chosen : default;
        return error;
    }

    /// <summary>Fixes the peer and our address to it; an unspecified peer lets go of both.</summary>
    public override SocketError Connect(in NetAddress peer)
    {
        Disconnect();
        if (peer.IsUnspecified)
            return SocketError.Success;
        if (peer.Port.IsAny)
            return SocketError.AddressNotAvailable;
        var error = BindWhenNeeded();
        if (error != SocketError.Success)
            return error;
        var source = Socket.Address;
        error = Next.FindRoute(peer, ref source, out var route);
        if (error == SocketError.Success)
            error = module.Endpoints.Connect(this, source, peer);
        if (error != SocketError.Success)
            return error;
        _choseAddress = IsAnyAddress;
        Socket.Address = source;
        Socket.Peer = peer;
        _isConnected = true;
        // Groups and broadcasts have no route of their own in the table.
        if (Domain.Rules.IsUnicast(peer) && route!.IsValid)
            Domain.Routes.Register(_route, peer, Socket.BoundInterface);
        return SocketError.Success;
    }

    public override SocketError Shutdown(SocketShutdown direction)
    {
        if (!_isConnected)
            return SocketError.NotConnected;
        _sendShut |= direction is SocketShutdown.Send or SocketShutdown.Both;
        if (direction is SocketShutdown.Receive or SocketShutdown.Both)
        {
            _receiveShut = true;
            Socket.Notify(SocketEvents.Read | SocketEvents.PeerClosed);
        }

        if (_sendShut && _receiveShut)
            Socket.Notify(SocketEvents.HangUp);
        return SocketError.Success;
    }

    public override void Abandon(SocketError error)
    {
        _queue.Clear();
        Socket.Error = error;
        Socket.Notify(SocketEvents.Error | SocketEvents.Read | SocketEvents.Write);
    }

    public override void Free()
    {
        Disconnect();
        if (_isBound)
            module.Endpoints.Unbind(this, Socket.Address.Port);
        _isBound = false;
        SetCoalescing(false);
        _queue.Clear();
    }

    private SocketError BindWhenNeeded()
    {
        if (_isBound)
            return SocketError.Success;
        var any = Domain.Rules.Any;
        return Bind(any);
    }

    private void Disconnect()
    {
        if (!_isConnected)
            return;
        module.Endpoints.Disconnect(this, Socket.Address, Socket.Peer);
        if (_route.IsRegistered)
            Domain.Routes.Unregister(_route);
        _isConnected = false;
        Socket.Peer = default;
        if (_choseAddress)
            Socket.Address = Domain.Rules.Any.WithPort(Socket.Address.Port);
    }
}
