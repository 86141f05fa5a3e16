using System.Net.Sockets;

namespace Hokku.Stack;

/// <summary>Every socket that the stack works for, in the order they were made. Inside the stack only.</summary>
internal sealed class SocketTable(NetStack stack)
{
    public int Count { get; private set; }

    public NetSocket? First { get; private set; }

    private NetSocket? Last { get; set; }

    public bool IsFull => Count >= stack.Options.MaximumSockets;

    public void Add(NetSocket socket)
    {
        socket.PreviousSocket = Last;
        if (Last is null)
            First = socket;
        else
            Last.NextSocket = socket;
        Last = socket;
        Count++;
    }

    public void Remove(NetSocket socket)
    {
        if (socket.PreviousSocket is null)
            First = socket.NextSocket;
        else
            socket.PreviousSocket.NextSocket = socket.NextSocket;
        if (socket.NextSocket is null)
            Last = socket.PreviousSocket;
        else
            socket.NextSocket.PreviousSocket = socket.PreviousSocket;
        socket.NextSocket = socket.PreviousSocket = null;
        Count--;
        stack.SocketRemoved();
    }

    /// <summary>Ends every socket: users are told the error by their next call, protocols drop everything.</summary>
    public void EndAll(SocketError error)
    {
        while (First is { } socket)
            socket.End(error);
    }
}
