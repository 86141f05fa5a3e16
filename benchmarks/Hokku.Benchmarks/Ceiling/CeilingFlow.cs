using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Benchmarks.Tap;

namespace Hokku.Benchmarks.Ceiling;

/// <summary>One TCP flow between Linux and <see cref="NullTcp"/> over a TAP in a namespace of its own.</summary>
internal sealed class CeilingFlow : IDisposable
{
    private const int Chunk = 128 * 1024;
    private static readonly IPAddress Peer = IPAddress.Parse("10.8.0.2");
    private readonly NetworkNamespace _linux = new();
    private readonly NullTcp _null;

    public CeilingFlow(bool offload, int mtu = 1500)
    {
        _null = _linux.Enter(() => new NullTcp("hk0", offload, mtu));
        _linux.Run("ip", "address", "add", "10.8.0.1/24", "dev", "hk0");
        _linux.Run("ip", "link", "set", "hk0", "mtu", $"{mtu}", "up");
    }

    /// <summary>Linux sends. Gbit/s.</summary>
    public double Receive(double seconds)
    {
        using var socket = Connect(NullTcp.SinkPort);
        var data = new byte[Chunk];
        long octets = 0;
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            octets += socket.Send(data);
        socket.Shutdown(SocketShutdown.Send);
        socket.Receive(data);
        return octets * 8 / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
    }

    /// <summary>Linux receives. Gbit/s.</summary>
    public double Send(double seconds)
    {
        using var socket = Connect(NullTcp.SourcePort);
        var data = new byte[Chunk];
        long octets = 0;
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            octets += socket.Receive(data);
        double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        _null.EndSending();
        return octets * 8 / elapsed / 1e9;
    }

    /// <summary>Round trips of one octet, one after the other. Microseconds, sorted.</summary>
    public double[] RoundTrips(int count)
    {
        using var socket = Connect(NullTcp.EchoPort);
        socket.NoDelay = true;
        var octet = new byte[1];
        var times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long began = Stopwatch.GetTimestamp();
            socket.Send(octet);
            socket.Receive(octet);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;
    }

    public void Dispose()
    {
        _null.Dispose();
        _linux.Dispose();
    }

    private Socket Connect(int port)
    {
        var socket = _linux.Enter(TapFlow.Open);
        socket.Connect(Peer, port);
        return socket;
    }
}
