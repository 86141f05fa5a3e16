using System.Diagnostics;
using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Devices.VirtualWire;
using Hokku.Tests.Figures;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

[Collection(FiguresCollection.Name)]
public class TcpAllocationTests(ITestOutputHelper output)
{
    [Fact]
    public void A_hundred_thousand_segments_allocate_nothing()
    {
        using var pair = new TcpPair(WireSettings.Perfect, isDebug: false);
        var (client, server) = pair.Connect();
        var exchange = new Exchange(pair, client.Socket, server.Socket);
        exchange.Run(5000);
        long segments = pair.A.Count("segments sent");
        long octets = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        exchange.Run(10_000);
        var elapsed = Stopwatch.GetElapsedTime(started);
        octets = GC.GetAllocatedBytesForCurrentThread() - octets;
        segments = pair.A.Count("segments sent") - segments;
        output.WriteLine($"{segments} segments, {octets} octets allocated, {elapsed.TotalNanoseconds / segments:F0} ns each, both hosts");
        Assert.InRange(segments, 100_000, 200_000);
        Assert.Equal(0, octets);
        Assert.Equal(0, pair.A.Count("segments retransmitted"));
    }

    [Fact]
    public void Ten_thousand_idle_connections_are_small()
    {
        const int Count = 10_000;
        using var pair = new TcpPair(WireSettings.Perfect, isDebug: false);
        var listener = pair.B.Listen(80, 4096);
        var users = new List<TcpUser>(2 * Count);
        Open(pair, listener, users, 100);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Open(pair, listener, users, Count);
        pair.Advance(1000);
        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (2 * Count);
        output.WriteLine($"{each} octets an established connection, its socket and chain included");
        Assert.InRange(each, 500, 3072);
        Assert.Equal(0, pair.A.Stack.GetUsage().Buffers);
        GC.KeepAlive(users);
    }

    private static void Open(TcpPair pair, TcpUser listener, List<TcpUser> users, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var client = pair.A.Open();
            Assert.Equal(SocketError.InProgress, client.Connect(pair.B.Address, 80));
            pair.Advance(1);
            users.Add(client);
            users.Add(listener.Accept()!);
        }
    }

    /// <summary>Sends a chunk of text from one host to the other and reads it, over and over, without allocating anything itself.</summary>
    private sealed class Exchange(TcpPair pair, ISocketCalls from, ISocketCalls to)
    {
        private const int Octets = 16_000;

        private readonly SendOperation _send = new(pair.A, from);
        private readonly ReceiveOperation _receive = new(to);

        public void Run(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                pair.A.Stack.Execute(_send);
                for (int tries = 0; _receive.Octets < (i + 1L) * Octets && tries < 1000; tries++)
                {
                    pair.Time.Advance(TimeSpan.Zero);
                    pair.B.Stack.Execute(_receive);
                    if (tries > 2)
                        pair.Time.Advance(TimeSpan.FromMilliseconds(1));
                }
            }

            if (_receive.Octets != rounds * (long)Octets)
                throw new InvalidOperationException("Text was lost.");
            _receive.Octets = 0;
        }

        private sealed class SendOperation(TcpHost host, ISocketCalls socket) : StackOperation
        {
            private readonly byte[] _text = new byte[Octets];

            protected override void Run()
            {
                var buffer = host.Stack.Buffers.Create()!;
                buffer.TryAppend(_text);
                if (socket.Send(buffer, MessageFlags.None) != SocketError.Success)
                    throw new InvalidOperationException("There is no room to send.");
            }
        }

        private sealed class ReceiveOperation(ISocketCalls socket) : StackOperation
        {
            public long Octets { get; set; }

            protected override void Run()
            {
                while (socket.Receive(int.MaxValue, MessageFlags.None, out var buffer) == SocketError.Success && buffer is not null)
                {
                    Octets += buffer.Size;
                    buffer.Free();
                }
            }
        }
    }
}
