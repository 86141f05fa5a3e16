using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Benchmarks.Tap;
using Hokku.Devices.VirtualWire;

namespace Hokku.Benchmarks.Ceiling;

/// <summary>One TCP flow between two hosts on a wire in memory beside one over the kernel's loopback: payload is copied in and out on both.</summary>
internal sealed class MemoryFlow : IDisposable
{
    private const int Chunk = 128 * 1024;
    private const int Port = 5201;
    private readonly HokkuHost[] _hosts = new HokkuHost[2];

    public MemoryFlow(bool offload, int mtu, bool polled = true)
    {
        var wire = new VirtualWire("w") { IsPolled = polled, Offloads = offload };
        for (int end = 0; end < 2; end++)
            _hosts[end] = new HostBuilder($"memory{end}").WithoutLoopback().Interface(wire, end, $"10.8.0.{end + 1}/24", mtu).Start();
    }

    /// <summary>Runs A B C and so on, each for so long, after a warm-up.</summary>
    public static void Compare(int rounds, double seconds)
    {
        using var plain = new MemoryFlow(offload: false, 1500);
        using var large = new MemoryFlow(offload: false, 65520);
        using var whole = new MemoryFlow(offload: true, 1500);
        using var inline = new MemoryFlow(offload: true, 1500, polled: false);
        var works = new (string Name, Func<double, double> Run, Samples Rate)[]
        {
            ("kernel loopback", Loopback, new()), ("frames of 1500", plain.Run, new()), ("frames of 65520", large.Run, new()), ("super-packets by reference", whole.Run, new()), ("the same, carried by the sender", inline.Run, new()),
        };
        foreach (var work in works)
            work.Run(3);
        for (int i = 0; i < rounds; i++)
        {
            foreach (var (_, run, rate) in works)
                rate.Add(run(seconds));
        }

        foreach (var (name, _, rate) in works)
            Console.WriteLine(FormattableString.Invariant($"{name}: {rate} Gbit/s, {rate.Median / works[0].Rate.Median:F2} of the kernel's loopback"));
    }

    public double Run(double seconds)
    {
        using var listener = _hosts[1].Network.Listen(Port);
        using var client = _hosts[0].Network.CreateSocket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(new IPEndPoint(IPAddress.Parse("10.8.0.2"), Port));
        using var server = listener.Accept();
        return Measure(seconds, data => client.Send(data), () => client.Shutdown(SocketShutdown.Send), data => server.Receive(data));
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
            host.Dispose();
    }

    private static double Loopback(double seconds)
    {
        using var listener = TapFlow.Open();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = TapFlow.Open();
        client.Connect(listener.LocalEndPoint!);
        using var server = listener.Accept();
        return Measure(seconds, data => client.Send(data), () => client.Shutdown(SocketShutdown.Send), data => server.Receive(data));
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
        var read = new byte[Chunk];
        long octets = 0;
        for (int count; (count = receive(read)) > 0;)
            octets += count;
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        sender.Join();
        return octets * 8 / elapsed / 1e9;
    }
}
