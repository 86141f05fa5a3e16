using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Figures;

/// <summary>What 10,000 connections cost that are open and silent: endpoint, socket, driver and public socket of both ends, which live in this process.</summary>
[Collection(FiguresCollection.Name)]
public sealed class IdleConnectionTests
{
    private const int Connections = 10_000;
    private const int AtOnce = 100;
    private const int Aim = 8192;

    [Fact]
    public void Ten_thousand_idle_connections_take_at_most_8_KiB_each()
    {
        using var pair = new DirectPair();
        using var listener = pair.Second.Network.Listen(80, backlog: 2 * AtOnce);
        var sockets = new List<HokkuSocket>(2 * Connections);
        try
        {
            Open(pair, listener, sockets, AtOnce);
            long managed = Managed();
            long chunks = Chunks(pair);
            Open(pair, listener, sockets, Connections);

            // Two ends each, as like as two ends can be.
            double heap = (double)(Managed() - managed) / (2 * Connections);
            double buffers = (double)(Chunks(pair) - chunks) * 2048 / (2 * Connections);
            Console.WriteLine(FormattableString.Invariant(
                $"FIGURE memory of an idle connection, each end: {heap + buffers:F0} octets, {heap:F0} of them on the heap, {buffers:F0} in buffers (aim: {Aim})"));
            Assert.True(heap + buffers <= Aim, $"{heap} octets of heap, {buffers} of buffers.");
        }
        finally
        {
            foreach (var socket in sockets)
                socket.Dispose();
        }
    }

    private static void Open(DirectPair pair, HokkuSocket listener, List<HokkuSocket> sockets, int count)
    {
        var server = new IPEndPoint(IPAddress.Parse("10.0.0.2"), 80);
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

    private static long Managed() => GC.GetTotalMemory(forceFullCollection: true);

    private static long Chunks(DirectPair pair) => pair.First.Stack.Buffers.Statistics.ChunksInUse + pair.Second.Stack.Buffers.Statistics.ChunksInUse;
}
