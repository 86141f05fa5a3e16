using System.Net;
using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Devices.Packet;
using Hokku.Devices.Tap;
using Hokku.Network;

namespace Hokku.Benchmarks.Compare;

/// <summary>A Hokku host on a device of the kernel, 10.8.0.2.</summary>
internal sealed class HokkuEnd : IEnd
{
    private const DeviceOffloads All = DeviceOffloads.SendChecksum | DeviceOffloads.ReceiveChecksum | DeviceOffloads.TcpSegmentation4
        | DeviceOffloads.TcpSegmentation6 | DeviceOffloads.UdpSegmentation | DeviceOffloads.ReceiveCoalescing;

    private readonly HokkuHost _host;

    public HokkuEnd(string device, bool offloads, int mtu)
    {
        _host = new HostBuilder("bench")
            .WithoutLoopback()
            .AddModule(TapModule.Description, () => new TapModule(_ => new TapOptions { Offloads = offloads ? All : 0 }))
            .AddModule(PacketModule.Description, () => new PacketModule(_ => offloads ? null : new PacketOptions { Offloads = 0 }))
            .Interface(device, "10.8.0.2/24", mtu)
            .Start();
    }

    public Func<IConnection> Listen(int port)
    {
        var listener = _host.Network.Listen(port, 4096);
        return () => new Connection(listener.Accept());
    }

    public void EchoDatagrams(int port)
    {
        using var socket = _host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveBufferSize = 4 << 20;
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        var batch = new DatagramBatch();
        while (true)
        {
            socket.Receive(batch);
            socket.Send(batch);
        }
    }

    public void Dispose() => _host.Dispose();

    /// <summary>One of ours.</summary>
    public sealed class Connection : IConnection
    {
        private readonly HokkuSocket _socket;

        public Connection(HokkuSocket socket)
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
