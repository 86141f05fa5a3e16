using Hokku.Buffers;
using Xunit;

namespace Hokku.Tests.Buffers;

[Collection(Figures.FiguresCollection.Name)]
public sealed class BufferPoolTests
{
    [Fact]
    public void A_leak_is_reported_with_its_allocator()
    {
        using var pool = new BufferPool(new BufferPoolOptions { Debug = true });
        var leaked = pool.Create()!;
        var error = Assert.Throws<InvalidOperationException>(pool.AssertBalanced);
        Assert.Contains("1 buffers", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(A_leak_is_reported_with_its_allocator), error.Message, StringComparison.Ordinal);
        leaked.Free();
        pool.AssertBalanced();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_double_free_throws(bool debug)
    {
        using var pool = new BufferPool(new BufferPoolOptions { Debug = debug });
        var buffer = pool.Create()!;
        buffer.Free();
        Assert.Throws<ObjectDisposedException>(buffer.Free);
        pool.AssertBalanced();
    }

    [Fact]
    public void A_use_after_free_throws_however_late_it_comes()
    {
        using var pool = new BufferPool(new BufferPoolOptions { Debug = true });
        var stale = pool.Create()!;
        stale.Free();
        var other = pool.Create()!;
        Assert.NotSame(stale, other);
        Assert.Throws<ObjectDisposedException>(() => stale.TryAppend([1]));
        Assert.Throws<ObjectDisposedException>(() => stale.TryPeek(0, out _));
        Assert.Throws<ObjectDisposedException>(() => stale.Clone());
        Assert.Throws<ObjectDisposedException>(() => stale.RemoveHeader(0));
        other.Free();
        pool.AssertBalanced();
    }

    [Fact]
    public unsafe void A_write_through_a_stale_pointer_is_found_by_the_poison()
    {
        using var pool = new BufferPool(new BufferPoolOptions { Debug = true });
        var buffer = pool.Create()!;
        Assert.True(buffer.TryAppend(100, out _));
        var vectors = new IoVector[1];
        Assert.Equal(1, buffer.GetVectors(vectors));
        buffer.Free();
        *(byte*)vectors[0].Base = 1;
        var error = Assert.Throws<InvalidOperationException>(pool.AssertBalanced);
        Assert.Contains("written after", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_at_its_limit_refuses_and_counts_and_recovers()
    {
        using var pool = new BufferPool(new BufferPoolOptions { MaximumOctets = 10 * BufferPool.ChunkSize });
        var buffer = pool.Create()!;
        Assert.True(buffer.TryAppend(new byte[9 * BufferPool.ChunkSize]));
        Assert.Null(pool.Create());
        Assert.False(buffer.TryAppend(new byte[BufferPool.ChunkSize]));
        Assert.False(buffer.TryPrepend(500, out _));
        Assert.Equal(9 * BufferPool.ChunkSize, buffer.Size);
        Assert.Equal((3, 10, 10), (pool.Statistics.Failures, pool.Statistics.ChunksInUse, pool.Statistics.PeakChunks));
        buffer.Free();
        var all = new List<NetBuffer>();
        while (pool.Create() is { } next)
            all.Add(next);
        Assert.Equal(10, all.Count);
        all.ForEach(one => one.Free());
        // The chunks that wait in freed buffers are there for one long buffer too.
        buffer = pool.Create()!;
        Assert.True(buffer.TryAppend(new byte[9 * BufferPool.ChunkSize]));
        buffer.Free();
        pool.AssertBalanced();
    }

    [Fact]
    public void Clones_are_bounded_though_they_cost_no_chunk()
    {
        using var pool = new BufferPool(new BufferPoolOptions { MaximumOctets = 4 * BufferPool.ChunkSize });
        var buffer = pool.Create()!;
        var list = new BufferList();
        while (buffer.Clone() is { } clone)
            list.Enqueue(clone);
        Assert.InRange(list.Count, 4, 64);
        list.FreeAll();
        buffer.Free();
        pool.AssertBalanced();
    }

    [Fact]
    public void A_chunk_goes_back_to_its_own_pool_even_after_that_was_disposed()
    {
        var first = new BufferPool();
        using var second = new BufferPool();
        var a = first.Create()!;
        Assert.True(a.TryAppend([1, 2, 3]));
        var b = second.Create()!;
        b.AppendCloned(a, 0, 3);
        a.Free();
        first.Dispose();
        Assert.Null(first.Create());
        Assert.Equal([1, 2, 3], NetBufferTests.Content(b));
        Assert.Equal(1, first.Statistics.ChunksInUse);
        b.Free();
        Assert.Equal(0, first.Statistics.ChunksInUse);
        second.AssertBalanced();
    }

    [Fact]
    public void Steady_traffic_allocates_nothing_on_the_heap()
    {
        using var pool = new BufferPool();
        var payload = new byte[4000];
        Span<IoVector> vectors = new IoVector[40];
        long before = 0;
        for (var i = 0; i < 101_000; i++)
        {
            if (i == 1000)
                before = GC.GetAllocatedBytesForCurrentThread();
            var buffer = pool.Create()!;
            buffer.TryAppendAndSum(payload);
            buffer.TryPrepend(20, out _);
            var clone = buffer.Clone()!;
            buffer.StoreHeader();
            buffer.RemoveHeader(20);
            buffer.Sum(0, 4000);
            var segment = pool.Create()!;
            segment.AppendCloned(buffer, 100, 1448);
            segment.GetVectors(vectors);
            var front = clone.Split(2500)!;
            front.Append(clone);
            front.PrepareReceive(66_000, vectors);
            front.CommitReceive(1500);
            front.Free();
            segment.Free();
            buffer.Free();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        pool.AssertBalanced();
    }

    [Fact]
    public void Threads_may_allocate_share_and_free_at_once()
    {
        using var pool = new BufferPool(new BufferPoolOptions { MaximumOctets = 1 << 20 });
        var handed = new System.Collections.Concurrent.ConcurrentQueue<NetBuffer>();
        var bad = 0;
        Parallel.For(0, 4, worker =>
        {
            var content = new byte[3000];
            Array.Fill(content, (byte)worker);
            for (var i = 0; i < 20_000; i++)
            {
                if (pool.Create() is { } buffer)
                {
                    if (buffer.TryAppend(content.AsSpan(0, i % content.Length)) && buffer.Clone() is { } clone)
                        handed.Enqueue(clone);
                    buffer.TryAppend([(byte)~worker]);
                    buffer.Free();
                }
                if (handed.TryDequeue(out var other))
                {
                    var octets = NetBufferTests.Content(other);
                    if (octets.Length > 0 && octets.AsSpan().IndexOfAnyExcept(octets[0]) >= 0)
                        Interlocked.Increment(ref bad);
                    other.Free();
                }
            }
        });
        while (handed.TryDequeue(out var rest))
            rest.Free();
        Assert.Equal(0, bad);
        pool.AssertBalanced();
    }
}
