using System.Net.Sockets;
using Hokku.Driver;

namespace Hokku.Network.Sockets.Operations;

/// <summary>An accept call.</summary>
internal sealed class AcceptOperation(HokkuSocket socket, bool waits) : SocketOperation
{
    public IDriverSocket? Accepted { get; private set; }

    public override bool TryPerform()
    {
        var error = socket.Driver.Accept(out var accepted);
        if (error == SocketError.WouldBlock && waits)
            return false;
        Accepted = accepted;
        Error = socket.Translate(error);
        return true;
    }

    protected override void Recycle()
    {
    }
}
