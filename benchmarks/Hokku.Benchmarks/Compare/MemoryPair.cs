using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Devices.VirtualWire;

namespace Hokku.Benchmarks.Compare;

/// <summary>Two Hokku hosts in one process on a wire in memory; the payload is really copied in and out.</summary>
internal sealed class MemoryPair : IDisposable
{
    private const int Chunk = 128 * 1024;
    private const int Port = 5000;
    private readonly HokkuHost _a;
    private readonly HokkuHost _b;

    public MemoryPair()
    {
        var wire = new VirtualWire("bench", TimeProvider.System);
        _a = new HostBuilder("a").WithoutLoopback().Interface(wire, 0, "10.6.0.1/24").Start();
        _b = new HostBuilder("b").WithoutLoopback().Interface(wire, 1, "10.6.0.2/24").Start();
    }

    /// <summary>One flow for so long. Gbit/s.</summary>
    public double Run(double seconds)
    {
        using var listener = _b.Network.Listen(Port);
        using var client = _a.Network.CreateSocket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(new IPEndPoint(IPAddress.Parse("10.6.0.2"), Port));
        using var server = listener.Accept();
        long began = Stopwatch.GetTimestamp();
        var sender = new Thread(() =>
        {
            var data = new byte[Chunk];
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
                client.Send(data);
            client.Shutdown(SocketShutdown.Send);
        });
        sender.Start();
        var octets = new byte[Chunk];
        long count = 0;
        for (int received; (received = server.Receive(octets)) > 0;)
            count += received;
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        sender.Join();
        return count * 8 / elapsed / 1e9;
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }
}
