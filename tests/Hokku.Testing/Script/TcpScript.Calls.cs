using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <content>The user's calls.</content>
public sealed partial class TcpScript
{
    private ISocketCalls? _listener;
    private ISocketCalls? _socket;
    private uint _written = 1;
    private uint _read = 1;

    /// <summary>The socket's own address, as it says itself.</summary>
    public NetAddress LocalAddress => Socket.Address;

    private ISocketCalls Socket => _socket ?? throw Fail("There is no connected socket.");

    /// <summary>OPEN, active. The socket must be told the answer later.</summary>
    public TcpScript Connect(SocketError expected = SocketError.InProgress) => Check("connect", _host.Inside(() => Socket.Connect(PeerAddress)), expected);

    /// <summary>OPEN to any address; what was answered.</summary>
    public SocketError ConnectTo(NetAddress peer) => _host.Inside(() => Socket.Connect(peer));

    /// <summary>Another socket of ours, bound to the script's port or to another one.</summary>
    public TcpScript OpenSocket(ushort port = 0)
    {
        _socket = Open();
        Configure(_socket);
        var address = port == 0 ? OurAddress : OurAddress.WithPort(port);
        return Check("bind", _host.Inside(() => _socket.Bind(address)), SocketError.Success);
    }

    /// <summary>Binds a socket to an address and closes it; what was answered.</summary>
    public SocketError BindNew(NetAddress address)
    {
        var socket = Open();
        var error = _host.Inside(() => socket.Bind(address));
        Close(socket);
        return error;
    }

    /// <summary>The oldest established connection of the listener becomes this script's.</summary>
    public TcpScript Accept(SocketError expected = SocketError.Success)
    {
        ISocketCalls? accepted = null;
        var error = _host.Inside(() => _listener!.Accept(out accepted));
        _socket = accepted ?? _socket;
        return Check("accept", error, expected);
    }

    /// <summary>SEND: the next octets of our stream.</summary>
    public TcpScript Write(int octets, MessageFlags flags = MessageFlags.None, SocketError expected = SocketError.Success)
    {
        var error = _host.Inside(() => Send(octets, flags));
        if (error == SocketError.Success)
            _written += (uint)octets;
        return Check($"write {octets}{(flags == MessageFlags.None ? "" : $" {flags}")}", error, expected);
    }

    /// <summary>RECEIVE: so many octets of the peer's stream, which must all be there.</summary>
    public TcpScript Read(int octets, MessageFlags flags = MessageFlags.None)
    {
        byte[] text = Receive(octets, flags, out var error);
        if (text.Length < octets)
            throw Fail($"expected: {octets} octets to read\n    read: {text.Length}, then {error}");
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != Text(_read + (uint)i))
                throw Fail($"Octet {_read + (uint)i} of the peer's stream was read as {text[i]}, not {Text(_read + (uint)i)}.");
        }

        if ((flags & MessageFlags.Peek) == 0)
            _read += (uint)octets;
        return Check($"read {octets}", SocketError.Success, SocketError.Success);
    }

    /// <summary>RECEIVE of urgent data: the octet of the peer's stream at that number, out of band.</summary>
    public TcpScript ReadUrgent(uint number)
    {
        byte[] text = Receive(1, MessageFlags.OutOfBand, out var error);
        return text is [var octet] && octet == Text(number)
            ? Check("read urgent", SocketError.Success, SocketError.Success)
            : throw Fail($"expected: the urgent octet {number}\n    read: {Convert.ToHexString(text)}, {error}");
    }

    /// <summary>The next octet of the peer's stream was taken out of band and will not be read.</summary>
    public TcpScript SkipRead(int octets)
    {
        _read += (uint)octets;
        return this;
    }

    /// <summary>RECEIVE answers an error: WouldBlock when there is nothing to read.</summary>
    public TcpScript ReadFails(SocketError expected = SocketError.WouldBlock)
    {
        byte[] text = Receive(1, MessageFlags.None, out var error);
        return text.Length == 0 ? Check("read", error, expected) : throw Fail($"expected: {expected}\n    read: an octet");
    }

    /// <summary>RECEIVE answers the end of the stream.</summary>
    public TcpScript ReadEnd() => ReadFails(SocketError.Success);

    /// <summary>The socket can read that many octets at once.</summary>
    public TcpScript ExpectReadable(int octets)
    {
        int available = _host.Inside(() => Socket.ReadAvailable);
        return available == octets ? this : throw Fail($"expected: {octets} octets to be readable\n   there: {available}");
    }

    /// <summary>Octets that can be read at once.</summary>
    public int Readable => _host.Inside(() => Socket.ReadAvailable);

    /// <summary>Takes what can be read, whatever it is.</summary>
    public TcpScript ReadWhateverThereIs()
    {
        Receive(int.MaxValue, MessageFlags.OutOfBand, out _);
        _read += (uint)Receive(int.MaxValue, MessageFlags.None, out _).Length;
        return this;
    }

    public TcpScript Shutdown(SocketShutdown direction, SocketError expected = SocketError.Success) =>
        Check($"shutdown {direction}", _host.Inside(() => Socket.Shutdown(direction)), expected);

    /// <summary>CLOSE: the user lets go of the socket.</summary>
    public TcpScript Close()
    {
        var socket = Socket;
        _socket = null;
        return Check("close", Close(socket), SocketError.Success);
    }

    /// <summary>CLOSE of the listener.</summary>
    public TcpScript CloseListener()
    {
        var listener = _listener!;
        _listener = null;
        return Check("close listener", Close(listener), SocketError.Success);
    }

    /// <summary>ABORT: close with linger on and zero.</summary>
    public TcpScript Abort()
    {
        _host.Inside(() => Socket.Linger = TimeSpan.Zero);
        return Close();
    }

    public TcpScript SetOption(SocketLevel level, int option, int value, SocketError expected = SocketError.Success) =>
        Check($"set {level} {option} = {value}", SetOption(Socket, level, option, value), expected);

    public TcpScript SetOption(TcpOption option, int value, SocketError expected = SocketError.Success) =>
        SetOption(SocketLevel.Tcp, (int)option, value, expected);

    public TcpScript SetOption(SocketOption option, int value, SocketError expected = SocketError.Success) =>
        SetOption(SocketLevel.Socket, (int)option, value, expected);

    public int GetOption(SocketLevel level, int option)
    {
        byte[] value = new byte[4];
        var error = _host.Inside(() => Socket.GetOption(level, option, value, out _));
        return error == SocketError.Success ? BitConverter.ToInt32(value) : throw Fail($"get {level} {option}: {error}");
    }

    /// <summary>TCP_INFO.</summary>
    public TcpInformation Information()
    {
        byte[] value = new byte[Marshal.SizeOf<TcpInformation>()];
        _host.Inside(() => Socket.GetOption(SocketLevel.Tcp, (int)TcpOption.Information, value, out _));
        return MemoryMarshal.Read<TcpInformation>(value);
    }

    /// <summary>The figure of TCP_INFO is as expected.</summary>
    public TcpScript ExpectInformation(Func<TcpInformation, long> figure, long expected)
    {
        long actual = figure(Information());
        return actual == expected ? this : throw Fail($"expected: {expected} in TCP_INFO\n   there: {actual}");
    }

    /// <summary>The pending error of the socket (SO_ERROR), which is cleared.</summary>
    public TcpScript ExpectError(SocketError expected) =>
        Check("get error", (SocketError)GetOption(SocketLevel.Socket, (int)SocketOption.Error), expected);

    /// <summary>The connection's state in netstat's words, such as "established".</summary>
    public TcpScript ExpectState(string expected)
    {
        string state = _host.Inside(() => Socket.First.State);
        return state == expected ? this : throw Fail($"expected: state {expected}\n   there: {state}");
    }

    /// <summary>What the socket is ready for includes these.</summary>
    public TcpScript ExpectReady(SocketEvents events)
    {
        var ready = _host.Inside(() => Socket.Poll());
        return (ready & events) == events ? this : throw Fail($"expected: ready for {events}\n   there: {ready}");
    }

    /// <summary>What the socket is ready for includes none of these.</summary>
    public TcpScript ExpectNotReady(SocketEvents events)
    {
        var ready = _host.Inside(() => Socket.Poll());
        return (ready & events) == 0 ? this : throw Fail($"expected: not ready for {events}\n   there: {ready}");
    }

    /// <summary>How many sockets the stack works for, listeners and those that their users have closed included.</summary>
    public TcpScript ExpectSockets(int expected)
    {
        int sockets = Stack is Stack.NetStack stack ? stack.GetUsage().Sockets : 0;
        return sockets == expected ? this : throw Fail($"expected: {expected} sockets\n   there: {sockets}");
    }

    private void OpenListener()
    {
        _listener = Open();
        Configure(_listener);
        Check("bind", _host.Inside(() => _listener.Bind(OurAddress)), SocketError.Success);
        Check("listen", _host.Inside(() => _listener.Listen(_options.Backlog)), SocketError.Success);
    }

    private ISocketCalls Open()
    {
        ISocketCalls? socket = null;
        var error = _host.Inside(() => Stack.Sockets.Open(_host.Family.Family, SocketType.Stream, 0, out socket));
        return socket ?? throw Fail($"open: {error}");
    }

    private void Configure(ISocketCalls socket)
    {
        if (_options.ReceiveBuffer != 0)
            Check("set buffer", SetOption(socket, SocketLevel.Socket, (int)SocketOption.ReceiveBuffer, _options.ReceiveBuffer), SocketError.Success);
        if (_options.SendBuffer != 0)
            Check("set buffer", SetOption(socket, SocketLevel.Socket, (int)SocketOption.SendBuffer, _options.SendBuffer), SocketError.Success);
    }

    private SocketError SetOption(ISocketCalls socket, SocketLevel level, int option, int value) =>
        _host.Inside(() => socket.SetOption(level, option, BitConverter.GetBytes(value)));

    private SocketError Send(int octets, MessageFlags flags)
    {
        byte[] text = new byte[octets];
        for (int i = 0; i < octets; i++)
            text[i] = Text(_written + (uint)i);
        var buffer = Stack.Buffers.Create() ?? throw Fail("The buffer pool is used up.");
        if (buffer.TryAppend(text))
            return Socket.Send(buffer, flags);
        buffer.Free();
        throw Fail("The buffer pool is used up.");
    }

    private byte[] Receive(int octets, MessageFlags flags, out SocketError error)
    {
        var text = new List<byte>();
        var last = SocketError.Success;
        _host.Inside(() =>
        {
            NetBuffer? buffer;
            while (text.Count < octets && (last = Socket.Receive(octets - text.Count, flags, out buffer)) == SocketError.Success && buffer is not null)
            {
                byte[] piece = new byte[buffer.Size];
                buffer.Read(0, piece);
                buffer.Free();
                text.AddRange(piece);
            }

            return true;
        });
        error = last;
        return [.. text];
    }

    private SocketError Close(ISocketCalls socket) => _host.Inside(() =>
    {
        socket.Close();
        return SocketError.Success;
    });

    private TcpScript Check(string call, SocketError error, SocketError expected)
    {
        _host.Trace.Add($"{Prefix}{call}: {error}");
        _mark = Now;
        return error == expected ? this : throw Fail($"expected: {call}: {expected}\n    done: {error}");
    }

    private void CloseAll()
    {
        if (_socket is not null)
            Abort();
        if (_listener is not null && _isFirst)
            CloseListener();
    }
}
