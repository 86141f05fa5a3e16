using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;

namespace Hokku.Driver.InProcess;

/// <summary>Many datagrams by one entry, in either direction; their payload is copied outside.</summary>
internal sealed class BatchOperation : StackOperation
{
    private ISocketCalls? _socket;
    private BufferList _buffers;
    private int _limit;
    private bool _sends;
    private int _done;
    private SocketError _error;

    /// <summary>Sends the buffers of the list, which is empty afterwards.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="buffers">What to send.</param>
    /// <param name="sent">How many were taken.</param>
    public SocketError Send(ISocketCalls socket, ref BufferList buffers, out int sent)
    {
        _sends = true;
        _buffers.EnqueueAll(ref buffers);
        Perform(socket);
        _buffers.FreeAll();
        sent = _done;
        return _error;
    }

    /// <summary>Takes up to so many datagrams. They are the caller's.</summary>
    public SocketError Receive(ISocketCalls socket, int limit, ref BufferList buffers)
    {
        _sends = false;
        _limit = limit;
        Perform(socket);
        buffers.EnqueueAll(ref _buffers);
        return _done > 0 ? SocketError.Success : _error;
    }

    protected override void Run()
    {
        if (_sends)
        {
            while (_error == SocketError.Success && _buffers.TryDequeue(out var buffer))
                Count(_socket!.Send(buffer, MessageFlags.None));
            return;
        }

        while (_error == SocketError.Success && _done < _limit)
        {
            Count(_socket!.Receive(int.MaxValue, MessageFlags.None, out var buffer));
            if (buffer is not null)
                _buffers.Enqueue(buffer);
            else if (_error == SocketError.Success)
                _error = SocketError.Shutdown; // nothing will come any more
        }
    }

    private void Count(SocketError error)
    {
        _error = error;
        if (error == SocketError.Success)
            _done++;
    }

    private void Perform(ISocketCalls socket)
    {
        _socket = socket;
        _done = 0;
        _error = SocketError.Success;
        socket.Stack.Execute(this);
        _socket = null;
    }
}
