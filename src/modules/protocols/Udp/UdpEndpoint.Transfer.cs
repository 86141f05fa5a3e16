using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.IPv4;
using Hokku.Wire.Udp;

namespace Hokku.Protocols.Udp;

/// <content>Datagrams down and up, and what the network reports about them.</content>
internal sealed partial class UdpEndpoint
{
    private const int LargestPacket = 65535;

    private readonly DatagramQueue _queue = new(0);
    private RecentDestinations _recent;

    public override int SendSpace => LargestPacket - Domain.Protocol.HeaderLength - UdpHeader.HeaderLength;

    public override int ReadAvailable => _queue.First?.Size ?? 0;

    public override int MaximumPayload(in NetAddress destination) => Next.MaximumPayload(destination) - UdpHeader.HeaderLength;

    public override SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        var error = Prepare(buffer, flags, out var route);
        if (error == SocketError.Success)
            error = MarkSegments(buffer);
        if (error != SocketError.Success)
        {
            buffer.Free();
            return error;
        }

        int length = buffer.Size + UdpHeader.HeaderLength;
        if (!buffer.TryPrepend(UdpHeader.HeaderLength, out var octets))
        {
            module.Stack.Drop(buffer, DropReason.NoMemory, module.Counters.Statistics);
            return SocketError.NoBufferSpaceAvailable;
        }

        uint pseudo = InternetChecksum.PseudoHeader(buffer.Source, buffer.Destination, IPProtocol.Udp, length);
        new UdpHeader(buffer.Source.Port, buffer.Destination.Port, length, InternetChecksum.Fold(pseudo)).Write(octets);
        buffer.TransportLength = length;
        buffer.ChecksumOffset = UdpHeader.ChecksumOffset;
        buffer.Flags |= BufferFlags.TransportChecksumNeeded;
        buffer.Protocol = IPProtocol.Udp;
        module.Counters.Sent.Add(CountOf(buffer));
        if (!_isConnected)
            _recent.Add(buffer.Destination);
        return Next.SendRouted(route!, buffer);
    }

    /// <summary>Both addresses and the route: known for the peer, found for others.</summary>
    private SocketError Prepare(NetBuffer buffer, MessageFlags flags, out NetRoute? route)
    {
        route = null;
        if (_sendShut)
            return SocketError.Shutdown;
        if ((flags & MessageFlags.OutOfBand) != 0)
            return SocketError.OperationNotSupported;
        if (buffer.Size > SendSpace)
            return SocketError.MessageSize;
        bool toPeer = buffer.Destination.IsUnspecified || (_isConnected && buffer.Destination == Socket.Peer);
        if (toPeer && !_isConnected)
            return SocketError.DestinationAddressRequired;
        var error = BindWhenNeeded();
        if (error != SocketError.Success)
            return error;
        if (toPeer)
            buffer.Destination = Socket.Peer;
        if (buffer.Destination.Port.IsAny)
            return SocketError.InvalidArgument;
        buffer.Source = Socket.Address;
        if (toPeer && _route.IsRegistered)
            route = _route.Route;
        else
            error = Next.FindRoute(buffer.Destination, ref buffer.Source, out route);
        if (error != SocketError.Success)
            return error;
        bool refused = route is null || ((flags & MessageFlags.DontRoute) != 0 && (route.Flags & RouteFlags.Gateway) != 0);
        return refused ? SocketError.NetworkUnreachable : SocketError.Success;
    }

    /// <summary>Takes a datagram that this endpoint <see cref="Accepts"/>, header on. Owns the buffer; true when it was queued.</summary>
    public bool Receive(NetBuffer buffer)
    {
        int count = CountOf(buffer);
        buffer.RemoveHeader(UdpHeader.HeaderLength);
        _queue.MaximumOctets = Socket.ReceiveBufferSize;
        var reason = _receiveShut ? DropReason.SocketClosed
            : !Next.Deliver(buffer) ? DropReason.NotMember
            : buffer.IsSuperPacket && Coalesces ? QueueJoined(buffer)
            : !buffer.IsSuperPacket && !_queue.TryEnqueue(buffer) ? DropReason.ReceiveBufferFull
            : DropReason.None;
        if (reason != DropReason.None)
        {
            module.Stack.Drop(buffer, reason, module.Counters.Statistics);
            return false;
        }

        if (count > 1 && !Coalesces && !QueueApart(buffer))
            return false;
        module.Counters.Delivered.Add(count);
        Socket.Notify(SocketEvents.Read);
        return true;
    }

    public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        buffer = null;
        if ((flags & MessageFlags.OutOfBand) != 0)
            return SocketError.OperationNotSupported;
        if (_queue.IsEmpty)
            return _receiveShut ? SocketError.Success : SocketError.WouldBlock;
        if ((flags & MessageFlags.Peek) != 0)
            buffer = _queue.Peek();
        else
            _queue.TryDequeue(out buffer);
        return buffer is null ? SocketError.NoBufferSpaceAvailable : SocketError.Success;
    }

    /// <summary>Whether it can have sent a datagram there that the network reports about.</summary>
    public bool MayHaveSentTo(in NetAddress destination) => _isConnected || _recent.Contains(destination);

    /// <summary>Only a connected socket can tell its user which peer it was (RFC 1122, 4.1.3.3; the sockets API).</summary>
    public void ErrorReceived(in NetworkError error)
    {
        if (!_isConnected || error.SocketError == SocketError.Success)
            return;
        Socket.Error = error.SocketError;
        Socket.Notify(SocketEvents.Error | SocketEvents.Read | SocketEvents.Write);
    }

    public override SocketEvents Poll()
    {
        var events = SocketEvents.Write;
        if (!_queue.IsEmpty || _receiveShut)
            events |= SocketEvents.Read;
        if (_receiveShut)
            events |= SocketEvents.PeerClosed;
        if (_receiveShut && _sendShut)
            events |= SocketEvents.HangUp;
        return events;
    }

    public override SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = sizeof(int);
        int value = command == DriverCommand.GetReadable ? ReadAvailable : 0;
        if (command is DriverCommand.GetReadable or DriverCommand.GetUnsent)
            return MemoryMarshal.TryWrite(argument, value) ? SocketError.Success : SocketError.Fault;
        return Next.Control(command, argument, out length);
    }
}
