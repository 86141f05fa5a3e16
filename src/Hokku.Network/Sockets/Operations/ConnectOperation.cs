using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network.Sockets.Operations;

/// <summary>A connect call: asked once, then awaited.</summary>
internal sealed class ConnectOperation(HokkuSocket socket, NetAddress peer, bool waits) : SocketOperation
{
    private bool _asked;

    public override bool TryPerform()
    {
        var error = _asked ? Outcome() : socket.Driver.Connect(peer);
        _asked = true;
        if (error == SocketError.InProgress && waits)
            return false;
        Error = socket.Translate(error);
        return true;
    }

    protected override void Recycle()
    {
    }

    private SocketError Outcome()
    {
        if ((socket.Driver.Poll() & SocketEventSets.Writable) == 0)
            return SocketError.InProgress;
        int pending = 0;
        var error = socket.Driver.GetOption(SocketLevel.Socket, (int)SocketOption.Error, MemoryMarshal.AsBytes(new Span<int>(ref pending)), out _);
        return error == SocketError.Success ? (SocketError)pending : error;
    }
}
