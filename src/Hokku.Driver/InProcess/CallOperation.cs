using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.InProcess;

/// <summary>
/// Any call but send and receive, made inside the stack. Arguments and results are fields; the caller pins what <see cref="Octets"/> points at, as
/// Execute returns only when the call was made.
/// </summary>
internal sealed unsafe class CallOperation : StackOperation
{
    public CallKind Kind;
    public INetStack? Stack;
    public ISocketCalls? Socket;
    public NetAddress Address;

    /// <summary>A backlog, a direction, an option or a command, by kind.</summary>
    public int Number;
    public SocketLevel Level;
    public NetFamily Family;
    public SocketType Type;
    public int Protocol;
    public int Owner;
    public byte* Octets;
    public int Capacity;

    // ---- results
    public SocketError Error;
    public int Length;
    public InProcessSocket? Opened;
    public SocketEvents Events;

    private Span<byte> Argument => new(Octets, Capacity);

    public void Clear()
    {
        Stack = null;
        Socket = null;
        Opened = null;
        Octets = null;
        Capacity = 0;
        Length = 0;
    }

    protected override void Run() => Error = Kind switch
    {
        CallKind.Open => Open(),
        CallKind.StackControl => Stack!.Sockets.Control((DriverCommand)Number, Argument, out Length),
        CallKind.Bind => Socket!.Bind(Address),
        CallKind.Connect => Socket!.Connect(Address),
        CallKind.Listen => Socket!.Listen(Number),
        CallKind.Accept => Accept(),
        CallKind.Shutdown => Socket!.Shutdown((SocketShutdown)Number),
        CallKind.Close => Close(),
        CallKind.Abort => Abort(),
        CallKind.GetOption => Socket!.GetOption(Level, Number, Argument, out Length),
        CallKind.SetOption => Socket!.SetOption(Level, Number, Argument),
        CallKind.Control => Socket!.Control((DriverCommand)Number, Argument, out Length),
        CallKind.LocalAddress => LocalAddress(),
        CallKind.PeerAddress => PeerAddress(),
        _ => Poll(),
    };

    private SocketError Open()
    {
        var error = Stack!.Sockets.Open(Family, Type, Protocol, out var socket);
        if (error == SocketError.Success)
            Adopt(socket!);
        return error;
    }

    private SocketError Accept()
    {
        var error = Socket!.Accept(out var accepted);
        if (error == SocketError.Success)
            Adopt(accepted!);
        return error;
    }

    private void Adopt(ISocketCalls socket)
    {
        socket.Owner = Owner;
        Opened = new InProcessSocket(socket, Owner);
        socket.Sink = Opened;
    }

    private SocketError Close()
    {
        Socket!.Sink = null;
        Socket.Close();
        return SocketError.Success;
    }

    private SocketError Abort()
    {
        // SO_LINGER, on, zero seconds: RFC 9293's ABORT.
        ReadOnlySpan<int> linger = [1, 0];
        Socket!.SetOption(SocketLevel.Socket, (int)SocketOption.Linger, MemoryMarshal.AsBytes(linger));
        return Close();
    }

    private SocketError LocalAddress()
    {
        Address = Socket!.Address;
        return SocketError.Success;
    }

    private SocketError PeerAddress()
    {
        Address = Socket!.Peer;
        return Address.IsUnspecified ? SocketError.NotConnected : SocketError.Success;
    }

    private SocketError Poll()
    {
        Events = Socket!.Poll();
        return SocketError.Success;
    }
}
