using CsCheck;
using Hokku.Buffers;
using Hokku.Protocols.Tcp;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class SendQueueTests
{
    private static readonly SequenceNumber Start = new(uint.MaxValue - 5000);

    [Fact]
    public void Any_part_of_it_is_what_was_put_in()
    {
        Gen.Select(Gen.Int[0, 3000].Array[1, 40], Gen.Int[0, 100], Gen.Int).Sample((sizes, percent, seed) =>
        {
            using var pool = new BufferPool(new BufferPoolOptions { Debug = true });
            var random = new Random(seed);
            var model = new List<byte>();
            var queue = new SendQueue();
            queue.Begin(Start);
            int gone = 0;
            foreach (int size in sizes)
            {
                var octets = new byte[size];
                random.NextBytes(octets);
                model.AddRange(octets);
                var buffer = pool.Create()!;
                buffer.TryAppend(octets);
                queue.Append(buffer);
                gone += (int)((model.Count - gone) * (long)percent / 400);
                queue.AcknowledgeTo(Start + gone);
                Check(pool, queue, model, gone, random);
            }

            queue.Clear();
            pool.AssertBalanced();
        });
    }

    [Fact]
    public void Tiny_writes_share_chunks()
    {
        using var pool = new BufferPool();
        var queue = new SendQueue();
        queue.Begin(Start);
        for (int i = 0; i < 10_000; i++)
        {
            var buffer = pool.Create()!;
            buffer.TryAppend("twelve bytes"u8);
            queue.Append(buffer);
        }

        Assert.Equal(120_000, queue.Length);
        Assert.InRange(pool.Statistics.ChunksInUse, 0, 80);
        queue.Clear();
        Assert.Equal(0, pool.Statistics.ChunksInUse);
    }

    private static void Check(BufferPool pool, SendQueue queue, List<byte> model, int gone, Random random)
    {
        Assert.Equal(model.Count - gone, queue.Length);
        if (queue.Length == 0)
            return;
        int from = random.Next(gone, model.Count);
        int length = random.Next(1, model.Count - from + 1);
        var segment = pool.Create()!;
        queue.CopyTo(segment, Start + from, length);
        var copy = new byte[segment.Size];
        segment.Read(0, copy);
        segment.Free();
        Assert.Equal(model.Skip(from).Take(length), copy);
    }
}
