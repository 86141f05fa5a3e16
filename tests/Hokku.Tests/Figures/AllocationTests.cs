using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Figures;

/// <summary>In steady state no packet makes work for the garbage collector: 100,000 packets after warm-up, whole hosts, the public sockets.</summary>
[Collection(FiguresCollection.Name)]
public sealed class AllocationTests
{
    private const int Packets = 100_000;
    private const int Segment = 1448;
    private const int Write = 16 * Segment;
    private const long Total = (long)Packets * Segment;
    private readonly byte[] _data = new byte[Write];
    private readonly byte[] _read = new byte[Write];

    [Fact]
    public void A_hundred_thousand_segments_of_tcp_allocate_nothing_on_the_thread_that_carries_and_calls()
    {
        using var pair = new DirectPair();
        pair.Reserve();
        var (client, server) = pair.Connect();
        using (client)
        using (server)
        {
            Stream(pair, client, server, Total / 10);
            long frames = pair.Wire.Frames;
            long before = GC.GetAllocatedBytesForCurrentThread();
            Stream(pair, client, server, Total);
            Report("tcp, one thread", GC.GetAllocatedBytesForCurrentThread() - before, pair.Wire.Frames - frames);
        }
    }

    [Fact]
    public void A_hundred_thousand_segments_of_tcp_allocate_nothing_on_two_threads_that_meet_in_the_stacks()
    {
        using var pair = new DirectPair();
        pair.Reserve();
        var (client, server) = pair.Connect();
        using (client)
        using (server)
        {
            // What is made once (the event of a lock that two threads have met at) is no cost of a packet: it is gone in another round.
            long frames = 0;
            long octets = 1;
            for (int round = 0; round < 3 && octets > 0; round++)
            {
                frames = pair.Wire.Frames;
                octets = StreamOnTwoThreads(pair, client, server);
            }

            Report("tcp, two threads", octets, pair.Wire.Frames - frames);
        }
    }

    [Fact]
    public void A_hundred_thousand_datagrams_allocate_nothing_on_the_thread_that_carries_and_calls()
    {
        using var pair = new DirectPair();
        pair.Reserve();
        var (sender, receiver) = pair.ConnectDatagrams();
        using (sender)
        using (receiver)
        {
            Datagrams(pair, sender, receiver, Packets / 10);
            long frames = pair.Wire.Frames;
            long before = GC.GetAllocatedBytesForCurrentThread();
            Datagrams(pair, sender, receiver, Packets);
            Report("udp, one thread", GC.GetAllocatedBytesForCurrentThread() - before, pair.Wire.Frames - frames);
        }
    }

    private void Report(string path, long octets, long frames)
    {
        Console.WriteLine($"FIGURE garbage of {frames} packets, {path}: {octets} octets (aim: 0)");
        Assert.True(frames >= Packets, $"Only {frames} packets were carried.");
        Assert.Equal(0, octets);
    }

    private void Stream(DirectPair pair, HokkuSocket client, HokkuSocket server, long octets)
    {
        for (long moved = 0; moved < octets; moved += Write)
        {
            client.Send(_data);
            for (int received = 0; received < Write; received += server.Receive(_read))
                CarryUntilReadable(pair, server);
        }
    }

    private static void CarryUntilReadable(DirectPair pair, HokkuSocket server)
    {
        do
            pair.Wire.CarryAll();
        while (server.Available == 0);
    }

    /// <summary>Octets that both threads have allocated.</summary>
    private long StreamOnTwoThreads(DirectPair pair, HokkuSocket client, HokkuSocket server)
    {
        long receiving = 0;
        var receiver = new Thread(() =>
        {
            ReceiveStream(pair, server, Total / 10);
            long before = GC.GetAllocatedBytesForCurrentThread();
            ReceiveStream(pair, server, Total);
            receiving = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        receiver.Start();
        SendStream(pair, client, Total / 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SendStream(pair, client, Total);
        while (!receiver.Join(0))
            pair.Wire.Carry(0);
        return GC.GetAllocatedBytesForCurrentThread() - before + receiving;
    }

    private void SendStream(DirectPair pair, HokkuSocket client, long octets)
    {
        for (long sent = 0; sent < octets; sent += Write)
        {
            while (client.Unsent > 4 * Write)
                pair.Wire.Carry(0);
            client.Send(_data);
        }
    }

    private void ReceiveStream(DirectPair pair, HokkuSocket server, long octets)
    {
        // Not an octet more than was asked for: the rest belongs to the next round.
        for (long received = 0; received < octets;)
        {
            while (server.Available == 0)
                pair.Wire.Carry(1);
            received += server.Receive(_read.AsSpan(0, (int)Math.Min(Write, octets - received)));
        }
    }

    private void Datagrams(DirectPair pair, HokkuSocket sender, HokkuSocket receiver, int count)
    {
        for (int i = 0; i < count; i++)
        {
            sender.Send(_data.AsSpan(0, 1400));
            CarryUntilReadable(pair, receiver);
            if (receiver.Receive(_read) != 1400)
                Assert.Fail("A datagram was cut.");
        }
    }
}
