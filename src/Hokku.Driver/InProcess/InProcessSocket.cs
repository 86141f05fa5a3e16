using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.InProcess;

/// <summary>A socket of a stack of this process.</summary>
internal sealed unsafe partial class InProcessSocket(ISocketCalls socket, int owner) : IDriverSocket, ISocketSink
{
    private readonly ISocketCalls _socket = socket;
    private readonly INetStack _stack = socket.Stack;
    private volatile IDriverSink? _sink;
    private int _closed;

    public NetFamily Family => _socket.Family;

    public SocketType Type => _socket.Type;

    public int Protocol => _socket.Protocol;

    public IDriverSink? Sink
    {
        get => _sink;
        set => _sink = value;
    }

    private bool IsClosed => Volatile.Read(ref _closed) != 0;

    public void Ready(SocketEvents events) => _sink?.Ready(events);

    public SocketError Bind(in NetAddress address) => Call(CallKind.Bind, address);

    public SocketError Connect(in NetAddress peer) => Call(CallKind.Connect, peer);

    public SocketError Listen(int backlog) => Call(CallKind.Listen, default, backlog);

    public SocketError Shutdown(SocketShutdown direction) => Call(CallKind.Shutdown, default, (int)direction);

    public SocketError Accept(out IDriverSocket? accepted)
    {
        accepted = null;
        if (IsClosed)
            return SocketError.NotSocket;
        var call = Begin(CallKind.Accept);
        _stack.Execute(call);
        accepted = call.Opened;
        return Finish(call);
    }

    public void Close() => Close(CallKind.Close);

    public void Abort() => Close(CallKind.Abort);

    public SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length) =>
        Call(CallKind.GetOption, level, option, value, out length);

    public SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        if (IsClosed)
            return SocketError.NotSocket;
        var call = Begin(CallKind.SetOption);
        call.Level = level;
        call.Number = option;
        fixed (byte* octets = value)
        {
            call.Octets = octets;
            call.Capacity = value.Length;
            _stack.Execute(call);
        }

        return Finish(call);
    }

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length) =>
        Call(CallKind.Control, SocketLevel.Socket, (int)command, argument, out length);

    public SocketError GetLocalAddress(out NetAddress address) => GetAddress(CallKind.LocalAddress, out address);

    public SocketError GetPeerAddress(out NetAddress address) => GetAddress(CallKind.PeerAddress, out address);

    public SocketEvents Poll()
    {
        if (IsClosed)
            return SocketEvents.HangUp;
        var call = Begin(CallKind.Poll);
        _stack.Execute(call);
        var events = call.Events;
        Finish(call);
        return events;
    }

    private static SocketError Finish(CallOperation call)
    {
        var error = call.Error;
        call.Clear();
        OperationPools.Calls.Return(call);
        return error;
    }

    private void Close(CallKind kind)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _sink = null;
        var call = Begin(kind);
        _stack.Execute(call);
        Finish(call);
    }

    private SocketError GetAddress(CallKind kind, out NetAddress address)
    {
        address = default;
        if (IsClosed)
            return SocketError.NotSocket;
        var call = Begin(kind);
        _stack.Execute(call);
        address = call.Address;
        return Finish(call);
    }

    private CallOperation Begin(CallKind kind)
    {
        var call = OperationPools.Calls.Take();
        call.Kind = kind;
        call.Socket = _socket;
        call.Owner = owner;
        return call;
    }

    private SocketError Call(CallKind kind, in NetAddress address, int number = 0)
    {
        if (IsClosed)
            return SocketError.NotSocket;
        var call = Begin(kind);
        call.Address = address;
        call.Number = number;
        _stack.Execute(call);
        return Finish(call);
    }

    private SocketError Call(CallKind kind, SocketLevel level, int number, Span<byte> argument, out int length)
    {
        length = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        var call = Begin(kind);
        call.Level = level;
        call.Number = number;
        fixed (byte* octets = argument)
        {
            call.Octets = octets;
            call.Capacity = argument.Length;
            _stack.Execute(call);
        }

        length = call.Length;
        return Finish(call);
    }
}
