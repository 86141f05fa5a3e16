using System.Net.Sockets;
using Hokku.Linux;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Driver.Published;

/// <summary>A socket of a host in another process: payload through the channel, everything else as requests.</summary>
internal sealed partial class PublishedSocket(PublishedDriverClient client, NetFamily family, SocketType type, ReplyHeader opened, Descriptor channel)
    : IDriverSocket, ILoopTarget
{
    private readonly int _handle = opened.Handle;
    private readonly Descriptor _channel = channel;
    private volatile IDriverSink? _sink;
    private readonly Lock _phases = new();
    private volatile SocketPhase _phase = opened.Phase;
    private ulong _key;
    private int _closed;
    private int _urgent;
    private int _error;
    private long _mark = -1;

    public NetFamily Family { get; } = family;

    public SocketType Type { get; } = type;

    public int Protocol { get; } = opened.Number;

    public IDriverSink? Sink
    {
        get => _sink;
        set => _sink = value;
    }

    private bool IsClosed => Volatile.Read(ref _closed) != 0;

    private bool IsStream => Type == SocketType.Stream;

    public void Watch() => _key = client.Loop.Add(_channel, this);

    // The channel's events have poll's numbers, as ours have.
    void ILoopTarget.Ready(Readiness ready) => _sink?.Ready((SocketEvents)(ready & ~Readiness.Edge));

    /// <summary>The server tells something.</summary>
    public void Told(in EventMessage message)
    {
        Reach(message.Phase);
        if (message.Mark >= 0)
            Volatile.Write(ref _mark, message.Mark);
        if ((message.Events & SocketEvents.Urgent) != 0)
            Volatile.Write(ref _urgent, 1);
        if (message.Error != SocketError.Success)
            Volatile.Write(ref _error, (int)message.Error);
        _sink?.Ready(message.Events);
    }

    /// <summary>The server is gone.</summary>
    public void Lose() => _sink?.Ready(SocketEvents.Read | SocketEvents.Write | SocketEvents.Error | SocketEvents.HangUp);

    public SocketError Bind(in NetAddress address) => Call(PublishedCall.Bind, address);

    public SocketError Connect(in NetAddress peer)
    {
        Unverify();
        return Call(PublishedCall.Connect, peer);
    }

    public SocketError Listen(int backlog) => Call(PublishedCall.Listen, default, backlog);

    public SocketError Accept(out IDriverSocket? accepted)
    {
        accepted = null;
        if (IsClosed)
            return SocketError.NotSocket;
        var request = new RequestHeader { Call = PublishedCall.Accept, Handle = _handle };
        return client.Accept(this, ref request, out _, out accepted);
    }

    public SocketError Shutdown(SocketShutdown direction)
    {
        if (IsClosed)
            return SocketError.NotSocket;
        if (!IsStream || _phase != SocketPhase.Flowing)
            return Call(PublishedCall.Shutdown, default, (int)direction);
        if (direction != SocketShutdown.Send)
        {
            var error = Call(PublishedCall.Shutdown, default, (int)SocketShutdown.Receive);
            if (error != SocketError.Success)
                return error;
        }

        // The end of what we send follows it through the channel.
        UnixSocket.Shutdown(_channel, direction);
        return SocketError.Success;
    }

    public void Close() => End(PublishedCall.Close);

    public void Abort() => End(PublishedCall.Abort);

    public SocketError GetOption(SocketLevel level, int option, Span<byte> value, out int length)
    {
        length = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        if (level == SocketLevel.Socket && option == (int)SocketOption.Error && TakeError() is var error and not SocketError.Success)
        {
            length = sizeof(int);
            return BitConverter.TryWriteBytes(value, (int)error) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;
        }

        var request = new RequestHeader { Call = PublishedCall.GetOption, Handle = _handle, Level = (int)level, Number = option };
        return client.Call(ref request, value, out length);
    }

    public SocketError SetOption(SocketLevel level, int option, ReadOnlySpan<byte> value)
    {
        if (IsClosed)
            return SocketError.NotSocket;
        Unverify();
        var request = new RequestHeader { Call = PublishedCall.SetOption, Handle = _handle, Level = (int)level, Number = option };
        return client.Call(ref request, value, out ReplyHeader _);
    }

    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (IsClosed)
            return SocketError.NotSocket;
        if (command is DriverCommand.GetReadable or DriverCommand.AtUrgentMark && (_phase == SocketPhase.Flowing))
        {
            length = sizeof(int);
            int number = command == DriverCommand.GetReadable ? Readable() : IsAtMark ? 1 : 0;
            return BitConverter.TryWriteBytes(argument, number) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;
        }

        var request = new RequestHeader { Call = PublishedCall.Control, Handle = _handle, Number = (int)command };
        return client.Call(ref request, argument, out length);
    }

    public SocketError GetLocalAddress(out NetAddress address) => GetAddress(PublishedCall.LocalAddress, out address);

    public SocketError GetPeerAddress(out NetAddress address) => GetAddress(PublishedCall.PeerAddress, out address);

    public SocketEvents Poll()
    {
        if (IsClosed)
            return SocketEvents.HangUp;
        if (_phase == SocketPhase.Flowing)
            return PollChannel();
        var request = new RequestHeader { Call = PublishedCall.Poll, Handle = _handle };
        var error = client.Call(ref request, default, out ReplyHeader reply);
        if (error != SocketError.Success)
            return SocketEvents.Error | SocketEvents.HangUp;
        Reach(reply.Phase);
        return reply.Events;
    }

    // Answers and events come by different ways: what is established stays so, whatever an older word says.
    private void Reach(SocketPhase phase)
    {
        lock (_phases)
        {
            if (_phase != SocketPhase.Flowing)
                _phase = phase;
        }
    }

    private SocketEvents PollChannel()
    {
        Span<PollDescriptor> descriptors = [new PollDescriptor(_channel.Number, PollEvents.Read | PollEvents.Write | PollEvents.PeerClosed)];
        Descriptor.Poll(descriptors, TimeSpan.Zero);
        var events = (SocketEvents)descriptors[0].Happened;
        if (Volatile.Read(ref _error) != 0)
            events |= SocketEvents.Error | SocketEvents.Read | SocketEvents.Write;
        return Volatile.Read(ref _urgent) != 0 ? events | SocketEvents.Urgent : events;
    }

    private SocketError TakeError() => (SocketError)Interlocked.Exchange(ref _error, 0);

    private SocketError GetAddress(PublishedCall call, out NetAddress address)
    {
        address = default;
        if (IsClosed)
            return SocketError.NotSocket;
        var request = new RequestHeader { Call = call, Handle = _handle };
        var error = client.Call(ref request, default, out ReplyHeader reply);
        address = reply.Address;
        return error;
    }

    private SocketError Call(PublishedCall call, in NetAddress address, int number = 0)
    {
        if (IsClosed)
            return SocketError.NotSocket;
        var request = new RequestHeader { Call = call, Handle = _handle, Address = address, Number = number };
        var error = client.Call(ref request, default, out ReplyHeader reply);
        if (error != SocketError.NetworkDown)
            Reach(reply.Phase);
        return error;
    }

    private void End(PublishedCall call)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _sink = null;
        var request = new RequestHeader { Call = call, Handle = _handle };
        client.Call(ref request, default, out ReplyHeader _);
        client.Forget(_handle);
        client.Loop.Remove(_key, _channel);
        _channel.Dispose();
    }
}
