using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Testing;

/// <content>The user's calls.</content>
public sealed partial class TcpScript
{
    private ScriptSocket? _listener;
    private ScriptSocket? _socket;

    /// <summary>The socket's own address, as it says itself.</summary>
    public NetAddress LocalAddress => Socket.Calls.Address;

    private ScriptSocket Socket => _socket ?? throw Fail("There is no connected socket.");

    /// <summary>OPEN, active. The socket must be told the answer later.</summary>
    public TcpScript Connect(SocketError expected = SocketError.InProgress) => Check("connect", Socket.Connect(PeerAddress), expected);

    /// <summary>OPEN to any address; what was answered.</summary>
    public SocketError ConnectTo(NetAddress peer) => (_socket ?? _listener!).Connect(peer);

    /// <summary>LISTEN on the connected socket, or on the listener again; what was answered.</summary>
    public SocketError ListenAgain() => (_socket ?? _listener!).Listen(1);

    /// <summary>CLOSE for sending only; what was answered.</summary>
    public SocketError TryShutdown() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>The peer's address and port.</summary>
    public NetAddress Peer => PeerAddress;

    /// <summary>Another socket of ours, bound to the script's port or to another one.</summary>
    public TcpScript OpenSocket(ushort port = 0)
    {
        _socket = Open();
        Configure(_socket);
        var address = port == 0 ? OurAddress : OurAddress.WithPort(port);
        return Check("bind", _socket.Bind(address), SocketError.Success);
    }

    /// <summary>Binds a socket to an address and closes it; what was answered.</summary>
    public SocketError BindNew(NetAddress address)
    {
        var socket = Open();
        var error = socket.Bind(address);
        socket.Close();
        return error;
    }

    /// <summary>The oldest established connection of the listener becomes this script's.</summary>
    public TcpScript Accept(SocketError expected = SocketError.Success)
    {
        var error = _listener!.Accept(out var accepted);
        _socket = accepted ?? _socket;
        return Check("accept", error, expected);
    }

    /// <summary>SEND: the next octets of our stream.</summary>
    public TcpScript Write(int octets, MessageFlags flags = MessageFlags.None, SocketError expected = SocketError.Success)
    {
        var error = Socket.Send(octets, flags);
        return Check($"write {octets}{(flags == MessageFlags.None ? "" : $" {flags}")}", error, expected);
    }

    /// <summary>RECEIVE: so many octets of the peer's stream, which must all be there.</summary>
    public TcpScript Read(int octets, MessageFlags flags = MessageFlags.None)
    {
        byte[] text = Socket.Receive(octets, flags, out var error);
        if (text.Length < octets)
            throw Fail($"expected: {octets} octets to read\n    read: {text.Length}, then {error}");
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != Text(Socket.Read + (uint)i))
                throw Fail($"Octet {Socket.Read + (uint)i} of the peer's stream was read as {text[i]}, not {Text(Socket.Read + (uint)i)}.");
        }

        if ((flags & MessageFlags.Peek) == 0)
            Socket.Read += (uint)octets;
        return Check($"read {octets}", SocketError.Success, SocketError.Success);
    }

    /// <summary>RECEIVE of urgent data: the octet of the peer's stream at that number, out of band.</summary>
    public TcpScript ReadUrgent(uint number)
    {
        byte[] text = Socket.Receive(1, MessageFlags.OutOfBand, out var error);
        return text is [var octet] && octet == Text(number)
            ? Check("read urgent", SocketError.Success, SocketError.Success)
            : throw Fail($"expected: the urgent octet {number}\n    read: {Convert.ToHexString(text)}, {error}");
    }

    /// <summary>The next octet of the peer's stream was taken out of band and will not be read.</summary>
    public TcpScript SkipRead(int octets)
    {
        Socket.Read += (uint)octets;
        return this;
    }

    /// <summary>RECEIVE answers an error: WouldBlock when there is nothing to read.</summary>
    public TcpScript ReadFails(SocketError expected = SocketError.WouldBlock)
    {
        byte[] text = Socket.Receive(1, MessageFlags.None, out var error);
        return text.Length == 0 ? Check("read", error, expected) : throw Fail($"expected: {expected}\n    read: an octet");
    }

    /// <summary>RECEIVE answers the end of the stream.</summary>
    public TcpScript ReadEnd() => ReadFails(SocketError.Success);

    /// <summary>The socket can read that many octets at once.</summary>
    public TcpScript ExpectReadable(int octets)
    {
        int available = Socket.Readable;
        return available == octets ? this : throw Fail($"expected: {octets} octets to be readable\n   there: {available}");
    }

    /// <summary>Octets that can be read at once.</summary>
    public int Readable => Socket.Readable;

    /// <summary>Takes what can be read, whatever it is.</summary>
    public TcpScript ReadWhateverThereIs()
    {
        Socket.Receive(int.MaxValue, MessageFlags.OutOfBand, out _);
        Socket.Read += (uint)Socket.Receive(int.MaxValue, MessageFlags.None, out _).Length;
        return this;
    }

    public TcpScript Shutdown(SocketShutdown direction, SocketError expected = SocketError.Success) =>
        Check($"shutdown {direction}", Socket.Shutdown(direction), expected);

    /// <summary>CLOSE: the user lets go of the socket.</summary>
    public TcpScript Close()
    {
        var socket = Socket;
        _socket = null;
        socket.Close();
        return Check("close", SocketError.Success, SocketError.Success);
    }

    /// <summary>CLOSE of the listener.</summary>
    public TcpScript CloseListener()
    {
        var listener = _listener!;
        _listener = null;
        listener.Close();
        return Check("close listener", SocketError.Success, SocketError.Success);
    }

    /// <summary>ABORT: close with linger on and zero.</summary>
    public TcpScript Abort()
    {
        Socket.Linger(TimeSpan.Zero);
        return Close();
    }

    public TcpScript SetOption(SocketLevel level, int option, int value, SocketError expected = SocketError.Success) =>
        Check($"set {level} {option} = {value}", Socket.Set(level, option, value), expected);

    public TcpScript SetOption(TcpOption option, int value, SocketError expected = SocketError.Success) =>
        SetOption(SocketLevel.Tcp, (int)option, value, expected);

    public TcpScript SetOption(SocketOption option, int value, SocketError expected = SocketError.Success) =>
        SetOption(SocketLevel.Socket, (int)option, value, expected);

    /// <summary>Sets an option of the listener.</summary>
    public TcpScript SetListener(TcpOption option, int value, SocketError expected = SocketError.Success) =>
        Check($"set {option} = {value} of the listener", _listener!.Set(SocketLevel.Tcp, (int)option, value), expected);

    public int GetOption(SocketLevel level, int option)
    {
        byte[] value = new byte[4];
        var error = Socket.Get(level, option, value, out _);
        return error == SocketError.Success ? BitConverter.ToInt32(value) : throw Fail($"get {level} {option}: {error}");
    }

    /// <summary>TCP_INFO.</summary>
    public TcpInformation Information() => Socket.Information();

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
        string state = Socket.State;
        return state == expected ? this : throw Fail($"expected: state {expected}\n   there: {state}");
    }

    /// <summary>Asks for the socket's state even after its user has let go of it.</summary>
    public Func<string> Watch()
    {
        var first = Socket.Calls.First;
        return () => _host.Inside(() => first.State);
    }

    /// <summary>The same of the listener.</summary>
    public Func<string> WatchListener()
    {
        var first = _listener!.Calls.First;
        return () => _host.Inside(() => first.State);
    }

    /// <summary>What the socket is ready for includes these.</summary>
    public TcpScript ExpectReady(SocketEvents events)
    {
        var ready = Socket.Poll();
        return (ready & events) == events ? this : throw Fail($"expected: ready for {events}\n   there: {ready}");
    }

    /// <summary>What the socket is ready for includes none of these.</summary>
    public TcpScript ExpectNotReady(SocketEvents events)
    {
        var ready = Socket.Poll();
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
        Check("bind", _listener.Bind(OurAddress), SocketError.Success);
        Check("listen", _listener.Listen(_options.Backlog), SocketError.Success);
    }

    private ScriptSocket Open()
    {
        var error = ScriptSocket.Open(_host, SocketType.Stream, out var socket);
        return socket ?? throw Fail($"open: {error}");
    }

    private void Configure(ScriptSocket socket)
    {
        if (_options.ReceiveBuffer != 0)
            Check("set buffer", socket.Set(SocketLevel.Socket, (int)SocketOption.ReceiveBuffer, _options.ReceiveBuffer), SocketError.Success);
        if (_options.SendBuffer != 0)
            Check("set buffer", socket.Set(SocketLevel.Socket, (int)SocketOption.SendBuffer, _options.SendBuffer), SocketError.Success);
    }

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
