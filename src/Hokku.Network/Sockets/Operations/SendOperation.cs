using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network.Sockets.Operations;

/// <summary>A send call: all octets of a stream's, or one datagram.</summary>
internal sealed unsafe class SendOperation(HokkuSocket socket) : SocketOperation
{
    private ReadOnlyMemory<byte> _memory;
    private byte* _pointer;
    private int _length;
    private int _taken;
    private MessageFlags _flags;
    private NetAddress _destination;

    private ReadOnlySpan<byte> Rest => (_pointer is null ? _memory.Span : new ReadOnlySpan<byte>(_pointer, _length))[_taken..];

    public void Prepare(ReadOnlyMemory<byte> memory, MessageFlags flags, in NetAddress destination)
    {
        Prepare(blocking: false);
        _memory = memory;
        _pointer = null;
        _length = memory.Length;
        Begin(flags, destination);
    }

    /// <summary>For a call that waits on its own thread, which keeps the memory pinned.</summary>
    public void Prepare(byte* pointer, int length, MessageFlags flags, in NetAddress destination)
    {
        Prepare(blocking: true);
        _pointer = pointer;
        _length = length;
        Begin(flags, destination);
    }

    public override bool TryPerform()
    {
        do
        {
            var error = socket.Driver.Send(Rest, _flags & ~MessageFlags.DontWait, _destination, out int sent);
            _taken += sent;
            if (error == SocketError.WouldBlock && (_flags & MessageFlags.DontWait) == 0)
                return false;
            if (error != SocketError.Success)
                return Finish(_taken > 0 && error == SocketError.WouldBlock ? SocketError.Success : error);
        }
        while (_taken < _length);
        return Finish(SocketError.Success);
    }

    protected override void Recycle()
    {
        _memory = default;
        _pointer = null;
        socket.Keep(this);
    }

    private void Begin(MessageFlags flags, in NetAddress destination)
    {
        _flags = flags;
        _destination = destination;
        _taken = 0;
    }

    private bool Finish(SocketError error)
    {
        Error = socket.Translate(error);
        Result = _taken;
        return true;
    }
}
