using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>What tests do with sockets of the kernel; to be called in a namespace where sockets are opened.</summary>
public static class KernelPeer
{
    private const int Timeout = 30_000;

    public static Socket Connect(IPAddress address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = Timeout, SendTimeout = Timeout };
        socket.Connect(address, port);
        return socket;
    }

    /// <summary>Listens in a namespace, at every address.</summary>
    public static Socket Listen(LinuxNamespace where, int port)
    {
        var socket = where.OpenSocket(SocketType.Stream);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        socket.Listen(4096);
        return socket;
    }

    /// <summary>Sends a message of its own on every connection, then reads it back from every one, then closes them.</summary>
    public static void ExchangeAndClose(List<Socket> sockets, int size)
    {
        var octets = new byte[size];
        for (int i = 0; i < sockets.Count; i++)
        {
            octets.AsSpan().Fill((byte)i);
            sockets[i].ReceiveTimeout = Timeout;
            sockets[i].Send(octets);
        }

        for (int i = 0; i < sockets.Count; i++)
        {
            for (int length = 0; length < size;)
                length += Received(sockets[i].Receive(octets, length, size - length, SocketFlags.None));
            Assert.Equal(-1, octets.AsSpan().IndexOfAnyExcept((byte)i));
        }

        foreach (var socket in sockets)
            socket.Dispose();
    }

    private static int Received(int length) => length > 0 ? length : throw new EndOfStreamException("The peer has closed too early.");
}
