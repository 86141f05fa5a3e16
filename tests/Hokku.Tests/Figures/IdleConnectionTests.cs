using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Figures;

/// <summary>What many connections cost that are open and silent, 20,000 of them or, in the long run, a million: endpoint, socket, driver and public socket of both ends, which live in this process.</summary>
[Collection(FiguresCollection.Name)]
public sealed class IdleConnectionTests
{
    private const int Slice = 20_000;
    private const int Million = 1_000_000;
    private const int AtOnce = 100;

    /// <summary>A million of them fit in 4 GiB.</summary>
    private const int Aim = 4096;

    /// <summary>A port of the server takes so many, of those that one client has.</summary>
    private const int OfPort = 10_000;

    /// <summary>Of one processor's time while nothing happens.</summary>
    private const double MostLoad = 0.1;

    private static int Connections => Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1" ? Million : Slice;

    [Fact]
    public void Idle_connections_take_at_most_4_KiB_each_and_no_time()
    {
        using var pair = new DirectPair();
        var listeners = Enumerable.Range(1000, (Connections / OfPort) + 1).Select(port => pair.Second.Network.Listen(port, backlog: 2 * AtOnce)).ToList();
        var sockets = new List<HokkuSocket>(2 * (Connections + AtOnce));
        try
        {
            Open(pair, listeners[0], sockets, AtOnce);
            long managed = Managed();
            long chunks = Chunks(pair);
            for (int opened = 0; opened < Connections; opened += OfPort)
                Open(pair, listeners[1 + (opened / OfPort)], sockets, OfPort);

            // Two ends each, as like as two ends can be.
            double heap = (double)(Managed() - managed) / (2 * Connections);
            double buffers = (double)(Chunks(pair) - chunks) * 2048 / (2 * Connections);
            double load = LoadWhileIdle();
            Console.WriteLine(FormattableString.Invariant(
                $"FIGURE memory of an idle connection, each end of {Connections}: {heap + buffers:F0} octets, {heap:F0} of them on the heap, {buffers:F0} in buffers (aim: {Aim}); processor time while they are silent: {load:P1} of one (aim: 0)"));
            if (Connections < Million)
                Console.WriteLine($"LEFT TO --long: {Million} idle connections; here were {Connections}.");
            Assert.True(load <= MostLoad, $"{load:P1} of a processor while nothing happens.");
            Assert.True(heap + buffers <= Aim, $"{heap} octets of heap, {buffers} of buffers.");
        }
        finally
        {
            foreach (var socket in sockets)
                socket.Dispose();
            listeners.ForEach(each => each.Dispose());
        }
    }

    private static void Open(DirectPair pair, HokkuSocket listener, List<HokkuSocket> sockets, int count)
    {
        var server = new IPEndPoint(IPAddress.Parse("10.0.0.2"), ((IPEndPoint)listener.LocalEndPoint!).Port);
        var opening = new (HokkuSocket Client, Task Connecting, Task<HokkuSocket> Accepting)[AtOnce];
        for (int opened = 0; opened < count; opened += AtOnce)
        {
            for (int i = 0; i < AtOnce; i++)
            {
                var client = pair.First.Network.CreateSocket(SocketType.Stream);
                opening[i] = (client, client.ConnectAsync(server).AsTask(), listener.AcceptAsync().AsTask());
            }

            Assert.True(pair.Until(() => Array.TrueForAll(opening, each => each.Connecting.IsCompleted && each.Accepting.IsCompleted)), $"{opened} are open.");
            foreach (var (client, connecting, accepting) in opening)
            {
                connecting.GetAwaiter().GetResult();
                sockets.Add(client);
                sockets.Add(accepting.Result);
            }
        }
    }

    /// <summary>The whole process's in the quietest of some moments: the compiler works on for a while.</summary>
    private static double LoadWhileIdle()
    {
        using var silence = new ManualResetEventSlim();
        double least = double.MaxValue;
        for (int i = 0; i < 5 && least > MostLoad / 2; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            silence.Wait(TimeSpan.FromSeconds(0.5));
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - before).TotalSeconds / 0.5);
        }

        return least;
    }

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private static long Chunks(DirectPair pair) => pair.First.Stack.Buffers.Statistics.ChunksInUse + pair.Second.Stack.Buffers.Statistics.ChunksInUse;
}
