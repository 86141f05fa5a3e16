using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Hokku.Protocols.Tcp;
using Hokku.Services;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class SequentialConnectionsTests
{
    private const int Wanted = 200_000;
    private const int Captured = 1000;
    private const int Port = 9000;
    private static readonly TimeSpan Slice = Figure.IsLong ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(12);
    private static readonly TcpSettings ShortLived = new() { UnloadGrace = TimeSpan.Zero, MaximumSegmentLifetime = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Linux_connects_again_and_again_and_we_close_first()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, ShortLived, debugBuffers: false);
        host.Serve(new StreamService(host.Network, "farewell", Port, async (connection, cancel) => await connection.SendAsync("x"u8.ToArray(), cancel)));
        using (var capture = new PacketCapture(home, WholeHost.InterfaceName, 128))
        {
            await home.Begin(() => ConnectOften(Captured, Slice)).WaitAsync(Slice * 2);
            capture.AssertClean();
            capture.AssertRetransmissionsAtMost(host.LostPackets());
        }

        var began = Stopwatch.GetTimestamp();
        int count = Captured;
        await home.Begin(() => count += ConnectOften(Wanted - Captured, Slice)).WaitAsync(Slice * 2);
        Print("connections from Linux, closed by Hokku first", count, Stopwatch.GetElapsedTime(began), host);
        await AssertAllGoneAsync(host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task We_connect_again_and_again_from_the_same_ports(bool weCloseFirst)
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, ShortLived, debugBuffers: false);
        using var listener = KernelPeer.Listen(home, Port);
        var accepting = home.Begin(() => AcceptOften(listener, closesFirst: !weCloseFirst));
        using (var capture = new PacketCapture(home, WholeHost.InterfaceName, 128))
        {
            await ConnectOftenAsync(host.Network, Captured, weCloseFirst);
            capture.AssertClean();
            capture.AssertRetransmissionsAtMost(host.LostPackets());
        }

        var began = Stopwatch.GetTimestamp();
        int count = Captured + await ConnectOftenAsync(host.Network, Wanted - Captured, weCloseFirst);
        Print($"connections from Hokku, closed by {(weCloseFirst ? "Hokku" : "Linux")} first", count, Stopwatch.GetElapsedTime(began), host);
        listener.Dispose();
        await accepting.WaitAsync(Slice);
        await AssertAllGoneAsync(host);
    }

    private static void Print(string what, int count, TimeSpan took, WholeHost host)
    {
        Figure.Print($"{count} sequential {what}: {(count - Captured) / took.TotalSeconds:f0} a second, "
            + $"{host.Counter("time-wait connections reused")} of them out of TIME-WAIT, {host.Counter("segments retransmitted")} segments retransmitted");
        if (count < Wanted)
            Figure.Left($"the other {Wanted - count} of {Wanted} {what}");
    }

    /// <summary>All that is left is in TIME-WAIT at once, and nothing after 2 MSL.</summary>
    private static async Task AssertAllGoneAsync(WholeHost host)
    {
        await Eventually.TrueAsync(
            () => !host.Roster.Sockets().Any(socket => socket.Protocol == "tcp" && socket.RemoteEndPoint is { Port: > 0 }),
            TimeSpan.FromSeconds(1),
            "no endpoint is outside TIME-WAIT");
        host.EndServices();
        await Eventually.TrueAsync(
            () => host.Roster.Modules().Single(module => module.Name == TcpModule.Description.Name).References == 0,
            (2 * ShortLived.MaximumSegmentLifetime) + TimeSpan.FromSeconds(1),
            "the table of TCP is empty");
    }

    private static int ConnectOften(int most, TimeSpan slice)
    {
        var began = Stopwatch.GetTimestamp();
        var octets = new byte[10];
        int count = 0;
        for (; count < most && Stopwatch.GetElapsedTime(began) < slice; count++)
        {
            using var socket = KernelPeer.Connect(WholeHost.Ours, Port);
            Assert.Equal(1, socket.Receive(octets));
            Assert.Equal(0, socket.Receive(octets));
        }

        return count;
    }

    private static void AcceptOften(Socket listener, bool closesFirst)
    {
        var octets = new byte[10];
        try
        {
            while (true)
            {
                using var socket = listener.Accept();
                if (!closesFirst)
                    Assert.Equal(0, socket.Receive(octets));
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test has closed the listener.
        }
    }

    private static async Task<int> ConnectOftenAsync(NetworkHost host, int most, bool closesFirst)
    {
        var began = Stopwatch.GetTimestamp();
        var octets = new byte[10];
        int count = 0;
        using var limit = new CancellationTokenSource(Slice * 2);
        for (; count < most && Stopwatch.GetElapsedTime(began) < Slice; count++)
        {
            using var socket = await host.ConnectAsync(new IPEndPoint(WholeHost.Linux, Port), limit.Token);
            if (!closesFirst)
                Assert.Equal(0, await socket.ReceiveAsync(octets, SocketFlags.None, limit.Token));
        }

        return count;
    }
}
