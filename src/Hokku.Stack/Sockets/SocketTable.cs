using System.Net.Sockets;

namespace Hokku.Stack;

/// <summary>Every socket that the stack works for, in the order they were made. Inside the stack only.</summary>
internal sealed class SocketTable(NetStack stack) : SocketList<SocketTable.Place>
{
    public bool IsFull => Count >= stack.Options.MaximumSockets;

    /// <summary>The stack may have been waiting for this one.</summary>
    public void Leave(NetSocket socket)
    {
        Remove(socket);
        stack.SocketRemoved();
    }

    /// <summary>Ends every socket: users are told the error by their next call, protocols drop everything.</summary>
    public void EndAll(SocketError error)
    {
        while (First is { } socket)
            socket.End(error);
    }

    internal readonly struct Place : ISocketPlace
    {
        public static ref SocketLinks Of(NetSocket socket) => ref socket.AmongAll;
    }
}
