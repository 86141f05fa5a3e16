using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>
/// A stream socket of a host of several stacks. It is one stack's until it listens, then one on each; a connection from a port that the user chose moves to the stack
/// that it belongs to.
/// </summary>
internal sealed class SharedSocket(SharedDriver driver, int place, IDriverSocket first, int owner) : IDriverSocket, IDriverSink
{
    private readonly List<(SocketLevel Level, int Option, byte[] Value)> _options = [];
    private IDriverSocket _first = first;
    private IDriverSocket[] _others = [];
    private volatile IDriverSink? _sink;
    private NetAddress _bound;
    private int _nextAccept;

    public NetFamily Family => _first.Family;

    public SocketType Type => _first.Type;

    public int Protocol => _first.Protocol;

    public IDriverSink? Sink
    {
        get => _sink;
        set
        {
            _sink = value;
            _first.Sink = value is null ? null : this;
            foreach (var other in _others)
                other.Sink = value is null ? null : this;
        }
    }

    public void Ready(SocketEvents events) => _sink?.Ready(events);

    public SocketError Bind(in NetAddress address)
    {
        var error = _first.Bind(address);
        if (error == SocketError.Success)
            _bound = address;
        return error;
    }

    public SocketError Connect(in NetAddress peer)
    {
        if (!_bound.Port.IsAny && driver.Rule.HomeOf(_bound.Port, peer) is var home && home != place)
        {
            var error = MoveTo(home);
            if (error != SocketError.Success)
                return error;
        }

        return _first.Connect(peer);
    }

    public SocketError Listen(int backlog)
    {
        var error = _first.Listen(backlog);
        if (error != SocketError.Success || _others.Length > 0)
            return error;
        error = _first.GetLocalAddress(out var address);
        var others = new List<IDriverSocket>();
        for (int other = 0; other < driver.Places && error == SocketError.Success; other++)
        {
            if (other == place)
                continue;
            error = OpenLike(other, address, out var socket);
            if (error == SocketError.Success)
                error = socket!.Listen(backlog);
            if (socket is not null)
                others.Add(socket);
        }

        _others = [.. others];
        return error;
    }

    /// <summary>The stacks' queues take turns.</summary>
    public SocketError Accept(out IDriverSocket? accepted)
    {
        var error = SocketError.WouldBlock;
        accepted = null;
        int count = _others.Length + 1;
        for (int i = 0; i < count && error == SocketError.WouldBlock; i++)
        {
            int turn = (int)((uint)Interlocked.Increment(ref _nextAccept) % (uint)count);
            error = (turn == 0 ? _first : _others[turn - 1]).Accept(out accepted);
        }

        return error;
    }

    public SocketError Send(ReadOnlySpan<byte> octets, MessageFlags flags, in NetAddress destination, out int sent) => _first.Send(octets, flags, destination, out sent);

    public SocketError Receive(Span<byte> octets, MessageFlags flags, ref DriverMessage message, out int received) =>
        _first.Receive(octets, flags, ref message, out received);

    public SocketError Shutdown(SocketShutdown direction)
    {
        foreach (var other in _others)
            other.Shutdown(direction);
        return _first.Shutdown(direction);
    }

    public void Close()
    {
        _first.Close();
        foreach (var other in _others)
            other.Close();
    }

    public void Abort()
    {
        _first.Abort();
        foreach (var other in _others)
            other.Abort();
    }

    public SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length) => _first.GetOption(level, option, value, out length);

    public SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        var error = _first.SetOption(level, option, value);
        if (error != SocketError.Success)
            return error;
        foreach (var other in _others)
            other.SetOption(level, option, value);
        lock (_options)
        {
            _options.RemoveAll(each => each.Level == level && each.Option == option);
            _options.Add((level, option, value.ToArray()));
        }

        return error;
    }

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length) => _first.Control(command, argument, out length);

    public SocketError GetLocalAddress(out NetAddress address) => _first.GetLocalAddress(out address);

    public SocketError GetPeerAddress(out NetAddress address) => _first.GetPeerAddress(out address);

    public SocketEvents Poll()
    {
        var events = _first.Poll();
        foreach (var other in _others)
            events |= other.Poll();
        return events;
    }

    private SocketError MoveTo(int home)
    {
        var error = OpenLike(home, _bound, out var socket);
        if (error != SocketError.Success)
        {
            socket?.Close();
            return error;
        }

        var old = _first;
        old.Sink = null;
        _first = socket!;
        old.Close();
        return SocketError.Success;
    }

    private SocketError OpenLike(int at, in NetAddress address, out IDriverSocket? socket)
    {
        var error = driver.OpenAt(at, Family, Protocol, owner, out socket);
        if (error != SocketError.Success)
            return error;
        socket!.Sink = _sink is null ? null : this;
        lock (_options)
        {
            foreach (var (level, option, value) in _options)
                socket.SetOption(level, option, value);
        }

        return socket.Bind(address);
    }
}
