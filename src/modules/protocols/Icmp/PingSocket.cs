using System.Buffers.Binary;
using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.Icmp;

/// <summary>
/// A datagram ping socket: sends echo requests, reads their replies, each with its ICMP header; the identifier is the port of its address, so that
/// nobody needs privileges to ping, nor sees the pings of others.
/// </summary>
internal sealed class PingSocket(IcmpModule module, INetSocket socket) : NetProtocol(socket)
{
    private const int LargestPacket = 65535;
    private readonly DatagramQueue _queue = new(0);
    private bool _isBound;

    public override INetModule Module => module;

    public override int SendSpace => LargestPacket - Domain.Protocol.HeaderLength;

    public override int ReadAvailable => _queue.First?.Size ?? 0;

    /// <summary>Whether a message between the two is this socket's.</summary>
    public bool Accepts(in NetAddress local, in NetAddress peer) =>
        (Domain.Rules.IsEmpty(Socket.Address) || Socket.Address.IPv4 == local.IPv4)
        && (Socket.Peer.IsUnspecified || !Domain.Rules.IsUnicast(Socket.Peer) || Socket.Peer.IPv4 == peer.IPv4);

    public override SocketError Bind(in NetAddress address)
    {
        if (_isBound)
            return SocketError.InvalidArgument;
        var error = Next.Bind(address);
        if (error != SocketError.Success)
            return error;
        var identifier = address.Port;
        error = module.Pings.Bind(this, ref identifier);
        _isBound = error == SocketError.Success;
        Socket.Address = _isBound ? address.WithPort(identifier) : default;
        return error;
    }

    public override SocketError Connect(in NetAddress peer)
    {
        var error = _isBound || peer.IsUnspecified ? SocketError.Success : Bind(Domain.Rules.Any);
        if (error == SocketError.Success && !peer.IsUnspecified)
        {
            var source = Socket.Address;
            error = Next.FindRoute(peer, ref source, out _);
        }

        return error == SocketError.Success ? Next.Connect(peer) : error;
    }

    public override SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        var error = Prepare(buffer, out var route);
        if (error == SocketError.Success)
        {
            module.Counters.Sent.Add();
            return Next.SendRouted(route!, buffer);
        }

        buffer.Free();
        return error;
    }

    /// <summary>Only echo requests, with our identifier and a checksum of our own.</summary>
    private SocketError Prepare(NetBuffer buffer, out NetRoute? route)
    {
        route = null;
        if (buffer.Size > SendSpace)
            return SocketError.MessageSize;
        if (!buffer.TryPeek(IcmpHeader.HeaderLength, out var given) || !IcmpHeader.TryParse(given, out var header)
            || header.Type != IcmpType.Echo || header.Code != 0)
            return SocketError.InvalidArgument;
        if (buffer.Destination.IsUnspecified)
            buffer.Destination = Socket.Peer;
        if (buffer.Destination.IsUnspecified)
            return SocketError.DestinationAddressRequired;
        var error = _isBound ? SocketError.Success : Bind(Domain.Rules.Any);
        if (error != SocketError.Success)
            return error;
        buffer.Source = Socket.Address;
        error = Next.FindRoute(buffer.Destination, ref buffer.Source, out route);
        if (error != SocketError.Success)
            return error;
        if (!buffer.TryDirectAccess(0, IcmpHeader.HeaderLength, out var octets))
            return SocketError.NoBufferSpaceAvailable;
        IcmpHeader.Echo(Socket.Address.Port, header.SequenceNumber).Write(octets);
        BinaryPrimitives.WriteUInt16BigEndian(octets[IcmpHeader.ChecksumOffset..], buffer.Checksum(0, buffer.Size));
        buffer.Protocol = IPProtocol.Icmp;
        buffer.TransportLength = buffer.Size;
        return SocketError.Success;
    }

    /// <summary>Takes a reply. Owns the buffer.</summary>
    public void Receive(NetBuffer buffer)
    {
        _queue.MaximumOctets = Socket.ReceiveBufferSize;
        var reason = !Next.Deliver(buffer) ? DropReason.NotMember
            : !_queue.TryEnqueue(buffer) ? DropReason.ReceiveBufferFull
            : DropReason.None;
        if (reason == DropReason.None)
            Socket.Notify(SocketEvents.Read);
        else
            module.Stack.Drop(buffer, reason, module.Counters.Statistics);
    }

    public void ErrorReceived(in NetworkError error, in NetAddress destination)
    {
        if (error.Kind == NetworkErrorKind.MessageSize)
            Domain.Protocol.LearnPathMtu(destination, (int)error.Value);
        Socket.Error = error.SocketError;
        Socket.Notify(SocketEvents.Error | SocketEvents.Read);
    }

    public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        buffer = null;
        if (_queue.IsEmpty)
            return SocketError.WouldBlock;
        if ((flags & MessageFlags.Peek) != 0)
            buffer = _queue.Peek();
        else
            _queue.TryDequeue(out buffer);
        return buffer is null ? SocketError.NoBufferSpaceAvailable : SocketError.Success;
    }

    public override SocketEvents Poll() => SocketEvents.Write | (_queue.IsEmpty ? SocketEvents.None : SocketEvents.Read);

    public override void Abandon(SocketError error)
    {
        _queue.Clear();
        Socket.Error = error;
        Socket.Notify(SocketEvents.Error | SocketEvents.Read);
    }

    public override void Free()
    {
        if (_isBound)
            module.Pings.Unbind(Socket.Address.Port);
        _isBound = false;
        _queue.Clear();
    }
}
