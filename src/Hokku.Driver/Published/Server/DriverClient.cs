using System.Runtime.InteropServices;
using Hokku.Linux;

namespace Hokku.Driver.Published;

/// <summary>
/// One client of the published driver: its requests, one at a time, their answers, the channel of events, and its sockets. When it goes, they are closed.
/// The loop's thread only.
/// </summary>
internal sealed partial class DriverClient : ILoopTarget, IServedUser
{
    private static readonly int RequestSize = Framing.SizeOf<RequestHeader>();
    private static readonly int ReplySize = Framing.SizeOf<ReplyHeader>();

    private readonly PublishedDriver _server;
    private readonly Descriptor _connection;
    private readonly Descriptor _events;
    private readonly Descriptor _clientEvents;
    private readonly Dictionary<int, ServedSocket> _sockets = [];
    private readonly Queue<ServedSocket> _untold = new();
    private readonly ulong _key;
    private readonly ulong _eventsKey;
    private readonly int _process;
    private readonly bool _isOwner;
    private byte[] _input = new byte[1024];
    private int _inputLength;
    private byte[] _output = new byte[1024];
    private int _outputStart;
    private int _outputEnd;
    private Descriptor? _passed;
    private bool _isGreeted;
    private bool _isEnded;

    public DriverClient(PublishedDriver server, Descriptor connection, int process, bool isOwner)
    {
        _server = server;
        _connection = connection;
        _process = process;
        _isOwner = isOwner;
        (_events, _clientEvents) = UnixSocket.MakePair(UnixSocketType.SequencedPacket);
        _events.SetNonBlocking();
        _clientEvents.SetNonBlocking();
        _key = server.Loop.Add(connection, this);
        _eventsKey = server.Loop.Add(_events, new EventChannel(this));
    }

    public void Ready(Readiness ready)
    {
        while (!_isEnded && TryFlush())
        {
            if (TryTakeRequest(out var request, out var octets))
                Execute(request, octets);
            else if (_isEnded || !TryReceive())
                return;
        }
    }

    /// <summary>Tells the client about a socket now, or when the channel has room; what is not told yet is told at once.</summary>
    public void Tell(ServedSocket socket)
    {
        if (_isEnded || _untold.Contains(socket))
            return;
        if (_untold.Count > 0 || !TryTell(socket))
            _untold.Enqueue(socket);
    }

    /// <summary>A client says when it closes a socket.</summary>
    public void HungUp(ServedSocket socket)
    {
    }

    /// <summary>The client is gone or sends nonsense.</summary>
    public void End()
    {
        if (_isEnded)
            return;
        _isEnded = true;
        _server.Forget(this);
        _server.Loop.Remove(_key, _connection);
        _server.Loop.Remove(_eventsKey, _events);
        _connection.Dispose();
        _events.Dispose();
        _clientEvents.Dispose();
        foreach (var socket in _sockets.Values)
            socket.Close();
        _sockets.Clear();
        _untold.Clear();
    }

    private bool TryTell(ServedSocket socket)
    {
        int sent = UnixSocket.TrySend(_events, Framing.Octets(ref socket.Untold));
        if (sent < 0)
            return false;
        socket.Untold = default;
        return true;
    }

    private void TellRest()
    {
        while (!_isEnded && _untold.TryPeek(out var socket) && TryTell(socket))
            _untold.Dequeue();
    }

    // More of the next request; false when there is none now.
    private bool TryReceive()
    {
        if (_inputLength == _input.Length)
            Array.Resize(ref _input, Math.Min(2 * _input.Length, RequestSize + RequestHeader.MaximumLength));
        int received = UnixSocket.TryReceive(_connection, _input.AsSpan(_inputLength));
        if (received > 0)
        {
            _inputLength += received;
            return true;
        }

        if (received is not (-(int)LinuxError.EAGAIN or -(int)LinuxError.EINTR))
            End();
        return false;
    }

    private bool TryTakeRequest(out RequestHeader request, out byte[] octets)
    {
        request = default;
        octets = [];
        if (_inputLength < RequestSize)
            return false;
        request = MemoryMarshal.Read<RequestHeader>(_input);
        if (request.Length is < 0 or > RequestHeader.MaximumLength || request.Capacity is < 0 or > RequestHeader.MaximumCapacity)
        {
            End();
            return false;
        }

        int size = RequestSize + request.Length;
        if (_inputLength < size)
            return false;
        octets = request.Length == 0 ? [] : _input.AsSpan(RequestSize, request.Length).ToArray();
        _input.AsSpan(size, _inputLength - size).CopyTo(_input);
        _inputLength -= size;
        return true;
    }

    // Sends what is left of the last answer; the next request waits for that, so that a client holds at most one.
    private bool TryFlush()
    {
        while (_outputStart < _outputEnd)
        {
            var octets = _output.AsSpan(_outputStart, _outputEnd - _outputStart);
            Span<int> descriptors = _passed is null ? [] : [_passed.Number];
            int sent = (int)UnixSocket.Send(_connection, octets, descriptors, wait: false);
            if (sent <= 0)
            {
                if (sent is not (-(int)LinuxError.EAGAIN or -(int)LinuxError.EINTR))
                    End();
                return false;
            }

            _passed?.Dispose();
            _passed = null;
            _outputStart += sent;
        }

        _outputStart = _outputEnd = 0;
        if (_output.Length > RequestHeader.MaximumLength)
            _output = new byte[1024];
        return true;
    }

    private void Reply(in ReplyHeader header, ReadOnlySpan<byte> octets = default, Descriptor? passed = null)
    {
        int size = ReplySize + octets.Length;
        if (_output.Length < size)
            _output = new byte[size];
        var answer = header;
        answer.Length = octets.Length;
        MemoryMarshal.Write(_output, in answer);
        octets.CopyTo(_output.AsSpan(ReplySize));
        _outputStart = 0;
        _outputEnd = size;
        _passed = passed;
    }

    /// <summary>The channel of events has room again.</summary>
    private sealed class EventChannel(DriverClient client) : ILoopTarget
    {
        public void Ready(Readiness ready) => client.TellRest();
    }
}
