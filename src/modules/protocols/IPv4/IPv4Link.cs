using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <summary>IPv4 at the end of one socket's chain: its options, its groups, and raw sockets as a whole.</summary>
internal sealed partial class IPv4Link : NetProtocol
{
    private readonly IPv4Module _module;
    private readonly SendTraits _traits = new();

    public IPv4Link(IPv4Module module, INetSocket socket)
        : base(socket)
    {
        _module = module;
        _headerIncluded = IsRaw && socket.Protocol == IPProtocol.Raw;
    }

    public override INetModule Module => _module;

    public override INetDomain Domain => _module.Domain;

    private bool IsRaw => Socket.Type == SocketType.Raw;

    public override SocketError Open()
    {
        // Protocol 255 is for sending only (RFC 790's "reserved", Linux's IPPROTO_RAW).
        if (IsRaw && Socket.Protocol != IPProtocol.Raw)
            _module.Raw.Add(this);
        return SocketError.Success;
    }

    public override void Free()
    {
        LeaveAll();
        if (!IsRaw)
            return;
        _module.Raw.Remove(this);
        _queue.Clear();
    }

    public override SocketError Bind(in NetAddress address)
    {
        if (address.Family != NetFamily.Internet)
            return SocketError.AddressFamilyNotSupported;
        bool known = address.IPv4.IsAny || address.IPv4.IsMulticast
            || _module.Stack.Datalink.Match(Domain, address, out _) != AddressMatch.None;
        if (!known)
            return SocketError.AddressNotAvailable;
        Socket.Address = address;
        return SocketError.Success;
    }

    /// <summary>Remembers the peer; an unspecified one lets go of it.</summary>
    public override SocketError Connect(in NetAddress peer)
    {
        if (!peer.IsUnspecified && peer.Family != NetFamily.Internet)
            return SocketError.AddressFamilyNotSupported;
        Socket.Peer = peer;
        return SocketError.Success;
    }

    public override SocketError FindRoute(in NetAddress destination, ref NetAddress source, out NetRoute? route) =>
        _module.FindRoute(destination, ref source, Socket.BoundInterface, _traits, Socket.Options, out route);

    public override SocketError SendRouted(NetRoute route, NetBuffer buffer) => _module.Output(route, buffer, _traits);

    /// <summary>A packet of a protocol above, or of a raw socket's user, whose way is not known yet.</summary>
    public override SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        if (buffer.Destination.IsUnspecified)
            buffer.Destination = Socket.Peer;
        if (buffer.Source.IsUnspecified)
            buffer.Source = Socket.Address;
        if (IsRaw)
        {
            buffer.Protocol = (byte)Socket.Protocol;
            if (_headerIncluded)
                buffer.Flags |= BufferFlags.HeaderIncluded;
        }

        var error = FindRoute(buffer.Destination, ref buffer.Source, out var route);
        if (error == SocketError.Success)
            return _module.Output(route!, buffer, _traits);
        _module.Stack.Drop(buffer, DropReason.NoRoute);
        return error;
    }

    public override int MaximumPayload(in NetAddress destination) =>
        _module.PathMtu(destination) - IPv4Header.LeastLength - _traits.Options.Length;

    public override int SendSpace => IsRaw ? ushort.MaxValue : 0;
}
