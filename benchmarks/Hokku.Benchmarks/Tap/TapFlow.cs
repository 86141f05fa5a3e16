using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Devices.Tap;
using Hokku.Network;

namespace Hokku.Benchmarks.Tap;

/// <summary>One TCP flow between a Hokku host, 10.8.0.2, and Linux, 10.8.0.1, over a TAP; both are plain blocking sockets.</summary>
internal sealed class TapFlow : IDisposable
{
    // What iperf3 writes at once.
    private const int Chunk = 128 * 1024;
    private const int Port = 5201;
    private readonly NetworkNamespace _linux = new();
    private readonly HokkuHost _host;

    public TapFlow(bool offload = false, int mtu = 1500)
    {
        var options = offload ? new TapOptions() : new TapOptions { Offloads = DeviceOffloads.None };
        _host = _linux.Enter(() => new HostBuilder("bench").WithoutLoopback().AddModule(TapModule.Description, () => new TapModule(_ => options))
            .Interface("/dev/net/tap/hk0", "10.8.0.2/24", mtu).Start());
        _linux.Run("ip", "address", "add", "10.8.0.1/24", "dev", "hk0");
        _linux.Run("ip", "link", "set", "hk0", "mtu", $"{mtu}", "up");
    }

    /// <summary>The host, for its counters.</summary>
    public HokkuHost Host => _host;

    /// <summary>Hokku sends for so long. Gbit/s as received.</summary>
    public double Send(double seconds)
    {
        using var listener = _linux.Enter(Listen);
        using var client = _host.Network.CreateSocket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(new IPEndPoint(IPAddress.Parse("10.8.0.1"), Port));
        using var server = listener.Accept();
        return Measure(seconds, data => client.Send(data), () => client.Shutdown(SocketShutdown.Send), data => server.Receive(data));
    }

    /// <summary>Hokku receives for so long. Gbit/s as received.</summary>
    public double Receive(double seconds)
    {
        using var listener = _host.Network.Listen(Port);
        using var client = _linux.Enter(Open);
        client.Connect(IPAddress.Parse("10.8.0.2"), Port);
        using var server = listener.Accept();
        return Measure(seconds, data => client.Send(data), () => client.Shutdown(SocketShutdown.Send), data => server.Receive(data));
    }

    /// <summary>As <see cref="Send"/>, going on where the socket became ready, without a thread of the application.</summary>
    public double SendInline(double seconds)
    {
        using var listener = _linux.Enter(Listen);
        using var client = _host.Network.CreateSocket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(new IPEndPoint(IPAddress.Parse("10.8.0.1"), Port));
        client.CompletesInline = true;
        using var server = listener.Accept();
        long began = Stopwatch.GetTimestamp();
        var sending = SendAll(client, seconds, began);
        return Drain(began, data => server.Receive(data));
    }

    /// <summary>As <see cref="Receive"/>, going on where the socket became ready, without a thread of the application.</summary>
    public double ReceiveInline(double seconds)
    {
        using var listener = _host.Network.Listen(Port);
        using var client = _linux.Enter(Open);
        client.Connect(IPAddress.Parse("10.8.0.2"), Port);
        using var server = listener.Accept();
        server.CompletesInline = true;
        var receiving = ReceiveAll(server);
        var data = new byte[Chunk];
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            client.Send(data);
        client.Shutdown(SocketShutdown.Send);
        long octets = receiving.GetAwaiter().GetResult();
        return octets * 8 / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
    }

    /// <summary>Round trips of one octet, one after the other. Microseconds, sorted.</summary>
    public double[] RoundTrips(int count, bool inline)
    {
        using var listener = _host.Network.Listen(Port);
        using var client = _linux.Enter(Open);
        client.NoDelay = true;
        client.Connect(IPAddress.Parse("10.8.0.2"), Port);
        using var server = listener.Accept();
        server.NoDelay = true;
        server.CompletesInline = inline;
        var echoing = EchoAll(server);
        var octet = new byte[1];
        var times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long began = Stopwatch.GetTimestamp();
            client.Send(octet);
            client.Receive(octet);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        client.Shutdown(SocketShutdown.Send);
        echoing.GetAwaiter().GetResult();
        Array.Sort(times);
        return times;
    }

    private static async Task SendAll(HokkuSocket socket, double seconds, long began)
    {
        var data = new byte[Chunk];
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            await socket.SendAsync(data);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<long> ReceiveAll(HokkuSocket socket)
    {
        var data = new byte[Chunk];
        long octets = 0;
        for (int count; (count = await socket.ReceiveAsync(data)) > 0;)
            octets += count;
        return octets;
    }

    private static async Task EchoAll(HokkuSocket socket)
    {
        var data = new byte[4096];
        for (int count; (count = await socket.ReceiveAsync(data)) > 0;)
            await socket.SendAsync(data.AsMemory(0, count));
    }

    public void Dispose()
    {
        _host.Dispose();
        _linux.Dispose();
    }

    // By the socket and not by sysctl, which a namespace may not set to what its parent does not admit.
    internal static Socket Open()
    {
        const int TcpLevel = 6;
        const int CongestionControl = 13;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(TcpLevel, CongestionControl, "cubic"u8);
        return socket;
    }

    private static Socket Listen()
    {
        var listener = Open();
        listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        listener.Listen();
        return listener;
    }

    private static double Measure(double seconds, Func<byte[], int> send, Action end, Func<byte[], int> receive)
    {
        long began = Stopwatch.GetTimestamp();
        var sender = new Thread(() =>
        {
            var data = new byte[Chunk];
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
                send(data);
            end();
        });
        sender.Start();
        double rate = Drain(began, receive);
        sender.Join();
        return rate;
    }

    private static double Drain(long began, Func<byte[], int> receive)
    {
        var read = new byte[Chunk];
        long octets = 0;
        for (int count; (count = receive(read)) > 0;)
            octets += count;
        return octets * 8 / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
    }
}
