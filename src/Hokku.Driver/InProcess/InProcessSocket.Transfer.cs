using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.InProcess;

/// <content>Sending and receiving: payload is copied outside the stack.</content>
internal sealed partial class InProcessSocket
{
    // One entry carries at most one super-packet's worth, so that a large send does not hold the pool's memory.
    private const int MaximumStreamSend = 64 * 1024;
    private const int MaximumDatagram = 65535;

    private readonly Lock _sender = new();
    private OperationSlot<SendOperation> _sends;
    private OperationSlot<ReceiveOperation> _receives;

    public SocketError Send(ReadOnlySpan<byte> octets, MessageFlags flags, in NetAddress destination, out int sent)
    {
        sent = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        if (_socket.Type != SocketType.Stream)
        {
            if (octets.Length > MaximumDatagram)
                return SocketError.MessageSize;
            var outcome = Deliver(octets, flags, destination);
            sent = outcome == SocketError.Success ? octets.Length : 0;
            return outcome;
        }

        // One sender at a time: the space promised to it can then only grow.
        lock (_sender)
        {
            var part = octets[..Math.Min(Math.Min(octets.Length, MaximumStreamSend), Math.Max(0, _socket.SendSpaceHint))];
            if (part.Length < octets.Length)
                flags &= ~(MessageFlags.End | MessageFlags.OutOfBand);
            // Without space an empty buffer goes in: the protocol answers for the state that the connection is in.
            var error = Deliver(part, flags, destination);
            if (error == SocketError.Success)
                sent = part.Length;
            return error == SocketError.Success && part.IsEmpty && !octets.IsEmpty ? SocketError.WouldBlock : error;
        }
    }

    public SocketError Receive(Span<byte> octets, MessageFlags flags, ref DriverMessage message, out int received)
    {
        received = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        message.ControlLength = 0;
        message.Flags = MessageFlags.None;
        var receive = _receives.Take(OperationPools.Receives);
        var error = receive.Receive(_socket, octets.Length, flags & ~MessageFlags.Truncate, out var buffer);
        _receives.Return(receive, OperationPools.Receives);
        if (buffer is null)
            return error;
        try
        {
            received = Copy(buffer, octets, flags, ref message);
        }
        finally
        {
            buffer.Free();
        }

        return error;
    }

    private SocketError Deliver(ReadOnlySpan<byte> octets, MessageFlags flags, in NetAddress destination)
    {
        var buffer = _stack.Buffers.Create();
        if (buffer is null)
            return SocketError.NoBufferSpaceAvailable;
        if (!octets.IsEmpty && !buffer.TryAppendAndSum(octets))
        {
            buffer.Free();
            return SocketError.NoBufferSpaceAvailable;
        }

        buffer.Destination = destination;
        var send = _sends.Take(OperationPools.Sends);
        var error = send.Send(_socket, buffer, flags);
        _sends.Return(send, OperationPools.Sends);
        return error;
    }

    private static int Copy(NetBuffer buffer, Span<byte> octets, MessageFlags flags, ref DriverMessage message)
    {
        int length = Math.Min(buffer.Size, octets.Length);
        buffer.Read(0, octets[..length]);
        message.Source = buffer.Source;
        if (buffer.Size > octets.Length)
            message.Flags |= MessageFlags.Truncate;
        if ((buffer.Flags & BufferFlags.Broadcast) != 0)
            message.Flags |= MessageFlags.Broadcast;
        if ((buffer.Flags & BufferFlags.Multicast) != 0)
            message.Flags |= MessageFlags.Multicast;
        if (buffer.HasAncillary && !message.Control.IsEmpty)
        {
            int position = 0;
            while (buffer.Ancillary.TryNext(ref position, out var item))
                message.Add(item.Level, item.Type, item.Octets);
        }

        return (flags & MessageFlags.Truncate) != 0 ? buffer.Size : length;
    }
}
