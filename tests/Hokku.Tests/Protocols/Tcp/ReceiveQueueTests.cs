using CsCheck;
using Hokku.Buffers;
using Hokku.Protocols.Tcp;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class ReceiveQueueTests
{
    private const int Window = 6000;
    private static readonly SequenceNumber Start = new(uint.MaxValue - 3000);

    [Fact]
    public void Whatever_the_order_and_the_overlaps_the_stream_is_the_senders()
    {
        var segment = Gen.Select(Gen.Int[0, 9000], Gen.Int[1, 1800]);
        Gen.Select(segment.Array[1, 80], Gen.Int[1, 3000], Gen.Bool).Sample((segments, readSize, peeks) =>
        {
            using var pool = new BufferPool(new BufferPoolOptions { Debug = true });
            var stream = TcpPair.Pattern(12_000);
            var known = new bool[stream.Length];
            var queue = new ReceiveQueue(1000);
            queue.Begin(Start);
            int read = 0;
            foreach (var (offset, length) in segments)
            {
                int edge = read + Window;
                queue.Insert(Start + offset, Start + edge, Buffer(pool, stream.AsSpan(offset, length)));
                for (int i = offset; i < Math.Min(offset + length, edge); i++)
                    known[i] = true;
                int next = Array.IndexOf(known, false);
                Assert.Equal(Start + next, queue.Next);
                Assert.Equal(known.Skip(next).Count(k => k), queue.EarlyOctets);
                if (peeks)
                    Same(stream, read, queue.Peek(0, readSize));
                read += Same(stream, read, queue.Read(readSize));
            }

            queue.Clear();
            pool.AssertBalanced();
        });
    }

    [Fact]
    public void Islands_beyond_the_limit_are_refused()
    {
        using var pool = new BufferPool(new BufferPoolOptions { Debug = true });
        var queue = new ReceiveQueue(outOfOrderLimit: 16);
        queue.Begin(Start);
        for (int i = 0; i < 100; i++)
        {
            var outcome = queue.Insert(Start + 1 + (2 * i), Start + Window, Buffer(pool, "x"u8));
            Assert.Equal(i < 16 ? TextOutcome.OutOfOrder : TextOutcome.Refused, outcome);
        }

        Assert.Equal(16, queue.EarlyCount);
        queue.Clear();
        pool.AssertBalanced();
    }

    [Fact]
    public void SegmentSmack_tiny_segments_do_not_hold_a_chunk_each()
    {
        using var pool = new BufferPool();
        var queue = new ReceiveQueue(256);
        queue.Begin(Start);
        for (int i = 5000; i > 0; i--)
            queue.Insert(Start + i, Start + Window, Buffer(pool, "x"u8));
        Assert.Equal(1, queue.EarlyCount);
        Assert.InRange(pool.Statistics.ChunksInUse, 1, 10);
        Assert.Equal(TextOutcome.InOrder, queue.Insert(Start, Start + Window, Buffer(pool, "x"u8)));
        Assert.Equal(5001, queue.Length);
        queue.Clear();
        Assert.Equal(0, pool.Statistics.ChunksInUse);
    }

    private static NetBuffer Buffer(BufferPool pool, ReadOnlySpan<byte> octets)
    {
        var buffer = pool.Create()!;
        Assert.True(buffer.TryAppend(octets));
        return buffer;
    }

    private static int Same(byte[] stream, int at, NetBuffer? text)
    {
        if (text is null)
            return 0;
        var octets = new byte[text.Size];
        text.Read(0, octets);
        Assert.True(octets.AsSpan().SequenceEqual(stream.AsSpan(at, octets.Length)));
        text.Free();
        return octets.Length;
    }
}
