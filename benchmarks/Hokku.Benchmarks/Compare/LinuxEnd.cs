using System.Net;
using System.Net.Sockets;
using Hokku.Benchmarks.Tap;

namespace Hokku.Benchmarks.Compare;

/// <summary>Sockets of the kernel.</summary>
internal sealed class LinuxEnd : IEnd
{
    public Func<IConnection> Listen(int port)
    {
        var listener = TapFlow.Open();
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(4096);
        return () => new Connection(listener.Accept());
    }

    public void EchoDatagrams(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        using var datagrams = new KernelDatagrams(socket);
        while (true)
        {
            int count = datagrams.Receive();
            if (count > 0)
                datagrams.Send(count);
        }
    }

    public void Dispose()
    {
    }

    public static IConnection Connect(IPAddress address, int port)
    {
        var socket = TapFlow.Open();
        socket.Connect(address, port);
        return new Connection(socket);
    }

    private sealed class Connection : IConnection
    {
        private readonly Socket _socket;

        public Connection(Socket socket)
        {
            _socket = socket;
            _socket.NoDelay = true;
        }

        public int Send(ReadOnlySpan<byte> octets) => _socket.Send(octets);

        public int Receive(Span<byte> octets) => _socket.Receive(octets);

        public ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets) => _socket.SendAsync(octets);

        public ValueTask<int> ReceiveAsync(Memory<byte> octets) => _socket.ReceiveAsync(octets);

        public void Dispose() => _socket.Dispose();
    }
}
