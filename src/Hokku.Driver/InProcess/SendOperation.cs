using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;

namespace Hokku.Driver.InProcess;

/// <summary>One send: the payload is in the buffer already; the socket takes it inside the stack.</summary>
internal sealed class SendOperation : StackOperation
{
    private ISocketCalls? _socket;
    private NetBuffer? _buffer;
    private MessageFlags _flags;
    private SocketError _error;

    /// <summary>Hands the buffer to the socket.</summary>
    public SocketError Send(ISocketCalls socket, NetBuffer buffer, MessageFlags flags)
    {
        _socket = socket;
        _buffer = buffer;
        _flags = flags;
        socket.Stack.Execute(this);
        _socket = null;
        return _error;
    }

    protected override void Run()
    {
        var buffer = _buffer!;
        _buffer = null;
        _error = _socket!.Send(buffer, _flags);
    }
}
