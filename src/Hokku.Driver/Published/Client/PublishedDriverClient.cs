using System.Collections.Concurrent;
using System.Net.Sockets;
using Hokku.Driver.Published;
using Hokku.Linux;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver;

/// <summary>
/// The door to a host of another process, by its published driver. When that process ends, calls answer NetworkDown and sockets tell of an error.
/// </summary>
public sealed class PublishedDriverClient : IStackDriver, ILoopTarget
{
    private readonly ControlChannel _control;
    private readonly ReadinessLoop _loop;
    private readonly ConcurrentDictionary<int, PublishedSocket> _sockets = new();
    private readonly ulong _key;
    private int _isDisposed;

    /// <summary>Connects to a host by the path of its driver; see <see cref="HostFolder.Find"/>.</summary>
    /// <exception cref="DriverException">Nobody is there, another version is, or it refuses.</exception>
    public PublishedDriverClient(string path)
    {
        _control = new ControlChannel(path);
        _loop = new ReadinessLoop($"sockets of {_control.HostName}");
        _key = _loop.Add(_control.Events, this);
        _loop.Start();
    }

    public string HostName => _control.HostName;

    internal ReadinessLoop Loop => _loop;

    /// <summary>Connects to a running host by name; to the only one when no name is given.</summary>
    /// <exception cref="DriverException">No host runs, none of that name, or several and no name is given.</exception>
    public static PublishedDriverClient Connect(string? name = null, string? root = null) => new(HostFolder.Find(name, root));

    public SocketError Open(NetFamily family, SocketType type, int protocol, int owner, out IDriverSocket? socket)
    {
        var request = new RequestHeader { Call = PublishedCall.Open, Level = (int)family, Flags = (MessageFlags)type, Number = protocol };
        var error = _control.Call(ref request, default, default, out var reply, out var channel);
        socket = error == SocketError.Success ? Adopt(family, type, reply, channel) : null;
        return error;
    }

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        var request = new RequestHeader { Call = PublishedCall.StackControl, Number = (int)command };
        return Call(ref request, argument, out length);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _loop.Remove(_key, _control.Events);
        _loop.Dispose();
        _control.Dispose();
        _control.Events.Dispose();
        foreach (var socket in _sockets.Values)
            socket.Lose();
    }

    void ILoopTarget.Ready(Readiness ready)
    {
        var message = default(EventMessage);
        int received;
        while ((received = UnixSocket.TryReceive(_control.Events, Framing.Octets(ref message))) == Framing.SizeOf<EventMessage>())
        {
            if (_sockets.TryGetValue(message.Handle, out var socket))
                socket.Told(message);
        }

        if (received >= 0 || received is not (-(int)LinuxError.EAGAIN or -(int)LinuxError.EINTR))
        {
            foreach (var socket in _sockets.Values)
                socket.Lose();
        }
    }

    /// <summary>A call whose argument is read and overwritten.</summary>
    internal SocketError Call(ref RequestHeader request, Span<byte> argument, out int length)
    {
        var error = _control.Call(ref request, argument[..Framing.LengthWithoutZeros(argument)], argument, out var reply, out _);
        length = reply.Number;
        return error;
    }

    internal SocketError Call(ref RequestHeader request, ReadOnlySpan<byte> octets, out ReplyHeader reply) =>
        _control.Call(ref request, octets, default, out reply, out _);

    internal SocketError Accept(PublishedSocket listener, ref RequestHeader request, out ReplyHeader reply, out IDriverSocket? accepted)
    {
        var error = _control.Call(ref request, default, default, out reply, out var channel);
        accepted = error == SocketError.Success ? Adopt(listener.Family, listener.Type, reply, channel) : null;
        return error;
    }

    internal void Forget(int handle) => _sockets.TryRemove(handle, out _);

    private PublishedSocket Adopt(NetFamily family, SocketType type, in ReplyHeader reply, Descriptor? channel)
    {
        var socket = new PublishedSocket(this, family, type, reply, channel ?? throw new DriverException("The host's driver passed no channel for a socket."));
        _sockets[reply.Handle] = socket;
        socket.Watch();
        return socket;
    }
}
