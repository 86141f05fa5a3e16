using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;

namespace Hokku.Driver.InProcess;

/// <summary>One receive: takes references inside the stack; the caller copies outside.</summary>
internal sealed class ReceiveOperation : StackOperation
{
    private ISocketCalls? _socket;
    private NetBuffer? _buffer;
    private int _maximum;
    private MessageFlags _flags;
    private SocketError _error;

    /// <summary>Takes up to so many octets, or one datagram. The buffer is the caller's.</summary>
    public SocketError Receive(ISocketCalls socket, int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        _socket = socket;
        _maximum = maximum;
        _flags = flags;
        socket.Stack.Execute(this);
        _socket = null;
        buffer = _buffer;
        _buffer = null;
        return _error;
    }

    protected override void Run() => _error = _socket!.Receive(_maximum, _flags, out _buffer);
}
