using Hokku.Buffers;
using Hokku.Parts;
using Xunit;

namespace Hokku.Tests.Parts;

public sealed class DatagramQueueTests : IDisposable
{
    private readonly BufferPool _pool = new(new BufferPoolOptions { Debug = true });

    public void Dispose()
    {
        _pool.AssertBalanced();
        _pool.Dispose();
    }

    [Fact]
    public void Datagrams_come_out_in_order_and_a_peek_leaves_them()
    {
        var queue = new DatagramQueue(1000);
        Assert.True(queue.TryEnqueue(Datagram(1)));
        Assert.True(queue.TryEnqueue(Datagram(2)));
        var peeked = queue.Peek()!;
        Assert.Equal(1, peeked.Size);
        peeked.Free();
        Assert.Equal((2, 3), (queue.Count, queue.Octets));
        for (var size = 1; size <= 2; size++)
        {
            Assert.True(queue.TryDequeue(out var datagram));
            Assert.Equal(size, datagram.Size);
            datagram.Free();
        }
        Assert.False(queue.TryDequeue(out _));
        Assert.Null(queue.Peek());
    }

    [Fact]
    public void A_full_queue_refuses_in_octets_and_in_datagrams_and_counts()
    {
        var queue = new DatagramQueue(100, maximumCount: 3);
        Assert.True(queue.TryEnqueue(Datagram(90)));
        Refused(queue, 11);
        Assert.True(queue.TryEnqueue(Datagram(0)));
        Assert.True(queue.TryEnqueue(Datagram(10)));
        Refused(queue, 0);
        Assert.Equal(2, queue.Dropped);
        queue.Clear();
        // One datagram is always taken, or a big one could never be received.
        Assert.True(queue.TryEnqueue(Datagram(5000)));
        queue.Clear();
    }

    private void Refused(DatagramQueue queue, int size)
    {
        var datagram = Datagram(size);
        Assert.False(queue.TryEnqueue(datagram));
        datagram.Free();
    }

    private NetBuffer Datagram(int size)
    {
        var buffer = _pool.Create()!;
        Assert.True(buffer.TryAppend(new byte[size]));
        return buffer;
    }
}
