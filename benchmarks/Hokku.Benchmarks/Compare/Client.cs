using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hokku.Benchmarks.Compare;

/// <summary>The kernel's end, which measures: one work for so long, then one line with what came of it.</summary>
internal static class Client
{
    private const int Chunk = 128 * 1024;
    private const int Window = 64;

    /// <summary>Prints the value (Gbit/s, µs, a second) and, of round trips, the 99th percentile; the octets carried; and the seconds of processor time used.</summary>
    public static void Run(string work, IPAddress address, double seconds, int flows)
    {
        var before = Environment.CpuUsage.TotalTime;
        var result = work switch
        {
            "in" => Flows(flows, () => Send(address, seconds)),
            "out" => Flows(flows, () => Receive(address, seconds)),
            "rr" => RoundTrips(address, WorkPort.Echo, seconds),
            "rr-async" => RoundTrips(address, WorkPort.AsyncEcho, seconds),
            "close" => Connections(address, seconds),
            "udp" => Datagrams(address, seconds),
            _ => Hold(address, flows),
        };
        double used = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Value} {result.Second} {result.Octets} {used}"));
    }

    private static Outcome Flows(int flows, Func<Outcome> one)
    {
        var tasks = Enumerable.Range(0, flows).Select(_ => Task.Factory.StartNew(one, TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(tasks);
        return new(tasks.Sum(each => each.Result.Value), 0, tasks.Sum(each => each.Result.Octets));
    }

    private static Outcome Send(IPAddress address, double seconds)
    {
        using var connection = Connect(address, WorkPort.Sink);
        var data = new byte[Chunk];
        long octets = 0, began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            octets += connection.Send(data);
        connection.Shutdown(SocketShutdown.Send);
        connection.Receive(data); // everything has arrived
        return new(octets * 8 / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9, 0, octets);
    }

    private static Outcome Receive(IPAddress address, double seconds)
    {
        using var connection = Connect(address, WorkPort.Source);
        var data = new byte[Chunk];
        long octets = 0, began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            octets += connection.Receive(data);
        double gigabits = octets * 8 / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
        connection.Shutdown(SocketShutdown.Send);
        return new(gigabits, 0, octets);
    }

    private static Outcome RoundTrips(IPAddress address, int port, double seconds)
    {
        using var connection = Connect(address, port);
        var octet = new byte[1];
        var times = new List<double>(1 << 20);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            connection.Send(octet);
            connection.Receive(octet);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        times.Sort();
        return new(times[times.Count / 2], times[times.Count * 99 / 100], 0);
    }

    private static Outcome Connections(IPAddress address, double seconds)
    {
        var octet = new byte[1];
        long count = 0, began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            using var connection = Connect(address, WorkPort.Close);
            connection.Receive(octet);
            count++;
        }

        return new(count / Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 0);
    }

    /// <summary>Keeps a window of datagrams of 64 octets on their way; those lost are sent again when nothing comes.</summary>
    private static Outcome Datagrams(IPAddress address, double seconds)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 20, ReceiveBufferSize = 4 << 20 };
        socket.Connect(address, WorkPort.Datagrams);
        using var datagrams = new KernelDatagrams(socket);
        long count = 0, began = Stopwatch.GetTimestamp();
        datagrams.Send(Window, 64);
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            int received = datagrams.Receive();
            count += received;
            datagrams.Send(received > 0 ? received : Window, 64);
        }

        return new(count / Stopwatch.GetElapsedTime(began).TotalSeconds, 0, count * 64);
    }

    /// <summary>Holds connections, each of which has carried an octet both ways, until the input ends.</summary>
    private static Outcome Hold(IPAddress address, int count)
    {
        var octet = new byte[1];
        var held = new List<Socket>(count);
        for (int i = 0; i < count; i++)
        {
            var connection = Connect(address, WorkPort.AsyncEcho);
            connection.Send(octet);
            connection.Receive(octet);
            held.Add(connection);
        }

        Console.WriteLine("held");
        Console.ReadLine();
        held.ForEach(each => each.Dispose());
        return new(count, 0, 0);
    }

    private static Socket Connect(IPAddress address, int port)
    {
        var socket = Tap.TapFlow.Open();
        socket.NoDelay = true;
        socket.Connect(address, port);
        return socket;
    }

    private readonly record struct Outcome(double Value, double Second, long Octets);
}
