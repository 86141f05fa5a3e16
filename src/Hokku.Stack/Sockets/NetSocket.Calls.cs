using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <content>The user's calls: what every protocol would check is checked here.</content>
internal sealed partial class NetSocket
{
    private bool IsStream => Type == SocketType.Stream;

    public SocketError Bind(in NetAddress address)
    {
        if (IsDetached)
            return _ended;
        if (address.Family != Family)
            return SocketError.AddressFamilyNotSupported;
        return _address.IsUnspecified ? First.Bind(address) : SocketError.InvalidArgument;
    }

    public SocketError Connect(in NetAddress peer)
    {
        if (IsDetached)
            return _ended;
        if (Options.HasFlag(SocketOptions.AcceptConnections))
            return SocketError.OperationNotSupported;
        var error = TakeError();
        if (error != SocketError.Success)
            return error;

        // Datagram sockets are disconnected by an address without a family.
        if (peer.Family != Family && (IsStream || !peer.IsUnspecified))
            return SocketError.AddressFamilyNotSupported;
        return First.Connect(peer);
    }

    public SocketError Listen(int backlog)
    {
        if (IsDetached)
            return _ended;
        if (!IsStream)
            return SocketError.OperationNotSupported;
        if (!_peer.IsUnspecified)
            return SocketError.InvalidArgument;
        Backlog = backlog;
        var error = First.Listen(Backlog);
        if (error == SocketError.Success)
            Options |= SocketOptions.AcceptConnections;
        return error;
    }

    public SocketError Accept(out ISocketCalls? accepted)
    {
        accepted = null;
        if (IsDetached)
            return _ended;
        if (!Options.HasFlag(SocketOptions.AcceptConnections))
            return IsStream ? SocketError.InvalidArgument : SocketError.OperationNotSupported;
        var error = First.Accept(out var child);
        accepted = (ISocketCalls?)child;
        return error;
    }

    public SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        var error = CheckSend(buffer, flags);
        if (error == SocketError.Success)
            return First.Send(buffer, flags);
        buffer.Free();
        return error;
    }

    public SocketError Receive(int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        buffer = null;
        if (IsDetached)
            return TakeError() is var last && last != SocketError.Success ? last : _ended;

        // What arrived before a stream broke is delivered first; a datagram socket's error concerns what was sent and comes first.
        if (_error != SocketError.Success && (!IsStream || First.ReadAvailable == 0))
            return TakeError();
        return First.Read(maximum, flags, out buffer);
    }

    public SocketError Shutdown(SocketShutdown direction)
    {
        if (IsDetached)
            return _ended;
        return direction is SocketShutdown.Receive or SocketShutdown.Send or SocketShutdown.Both
            ? First.Shutdown(direction)
            : SocketError.InvalidArgument;
    }

    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        Sink = null;
        AbortChildren();
        if (!IsDetached)
            First.Close();
    }

    public SocketEvents Poll()
    {
        var events = IsDetached
            ? SocketEvents.Read | SocketEvents.Write | SocketEvents.HangUp | SocketEvents.PeerClosed
            : First.Poll();
        return _error == SocketError.Success ? events : events | SocketEvents.Error | SocketEvents.Read | SocketEvents.Write;
    }

    public int ReadAvailable => _first?.ReadAvailable ?? 0;

    /// <summary>One octet when there are no protocols any more, so that the sender calls and is told why.</summary>
    public int SendSpaceHint => Volatile.Read(ref _first)?.SendSpace ?? 1;

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        switch (command)
        {
            case DriverCommand.GetReadable:
                return ControlArgument.Write(argument, ReadAvailable, out length);
            case DriverCommand.GetUnsent:
                return ControlArgument.Write(argument, _first?.SendQueued ?? 0, out length);
        }

        if (_first is not null)
        {
            var error = _first.Control(command, argument, out length);
            if (error != SocketError.OperationNotSupported)
                return error;
        }

        return _stack.SocketModule.Control(command, argument, out length);
    }

    private SocketError CheckSend(NetBuffer buffer, MessageFlags flags)
    {
        var error = TakeError();
        if (error != SocketError.Success)
            return error;
        if (IsDetached)
            return _ended;
        bool hasDestination = !buffer.Destination.IsUnspecified;
        if (IsStream)
            return !hasDestination || (_peer.IsUnspecified && (flags & MessageFlags.FastOpen) != 0) ? SocketError.Success : _peer.IsUnspecified ? SocketError.NotConnected : SocketError.IsConnected;
        if (!hasDestination && _peer.IsUnspecified)
            return SocketError.DestinationAddressRequired;
        if (hasDestination && buffer.Destination.Family != Family)
            return SocketError.AddressFamilyNotSupported;
        return buffer.Size > SendBufferSize ? SocketError.MessageSize : SocketError.Success;
    }

    /// <summary>The pending error, which is told once.</summary>
    private SocketError TakeError()
    {
        var error = _error;
        _error = SocketError.Success;
        return error;
    }
}
