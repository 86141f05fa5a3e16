using Hokku.Buffers;

namespace Hokku.Parts;

/// <summary>
/// A device's bounded transmit queue: filled inside the stack, emptied outside by whoever flushes, without a lock on either side.
/// </summary>
public sealed class TransmitQueue(int limit)
{
    // Newest first; the taker turns the list around. Nobody ever takes a single buffer, so that no pointer can be met twice (ABA).
    private NetBuffer? _newest;
    private int _count;

    /// <summary>Frames that may wait.</summary>
    public int Limit { get; } = limit;

    /// <summary>Frames that wait now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a frame at the end, by one thread at a time; false when the queue is full, and the buffer stays the caller's.</summary>
    public bool TryEnqueue(NetBuffer buffer)
    {
        if (Volatile.Read(ref _count) >= Limit)
            return false;
        Interlocked.Increment(ref _count);
        NetBuffer? newest;
        do
        {
            newest = Volatile.Read(ref _newest);
            buffer.Next = newest;
        }
        while (Interlocked.CompareExchange(ref _newest, buffer, newest) != newest);
        return true;
    }

    /// <summary>Takes all frames, in the order they were added.</summary>
    public void TakeAll(ref BufferList frames)
    {
        var newest = Interlocked.Exchange(ref _newest, null);
        NetBuffer? oldest = null;
        var taken = 0;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
            taken++;
        }

        if (taken > 0)
            Interlocked.Add(ref _count, -taken);
        while (oldest is not null)
        {
            var next = oldest.Next;
            frames.Enqueue(oldest);
            oldest = next;
        }
    }

    /// <summary>Frees all frames; the device went down.</summary>
    public void FreeAll()
    {
        var frames = default(BufferList);
        TakeAll(ref frames);
        frames.FreeAll();
    }
}
