using System.Diagnostics.CodeAnalysis;
using Hokku.Buffers;

namespace Hokku.Parts;

/// <summary>What a datagram socket has received and nobody has read yet: Haiku's net_fifo. Bounded in octets and in datagrams.</summary>
public sealed class DatagramQueue
{
    private BufferList _buffers;

    /// <param name="maximumOctets">The receive buffer's size; one datagram is taken whatever its size.</param>
    /// <param name="maximumCount">Datagrams, for those that are short or empty.</param>
    public DatagramQueue(long maximumOctets, int maximumCount = 4096)
    {
        MaximumOctets = maximumOctets;
        MaximumCount = maximumCount;
    }

    /// <summary>May be changed at any time; what is queued stays.</summary>
    public long MaximumOctets { get; set; }

    public int MaximumCount { get; set; }

    public int Count => _buffers.Count;

    public long Octets => _buffers.Octets;

    public bool IsEmpty => _buffers.IsEmpty;

    /// <summary>Datagrams that were refused.</summary>
    public long Dropped { get; private set; }

    /// <summary>The datagram that is read next, still in the queue, for looking at it only.</summary>
    public NetBuffer? First => _buffers.First;

    /// <summary>Adds a datagram; when the queue is full it is counted as dropped and stays the caller's.</summary>
    public bool TryEnqueue(NetBuffer buffer)
    {
        if (!_buffers.IsEmpty && (_buffers.Octets + buffer.Size > MaximumOctets || _buffers.Count >= MaximumCount))
        {
            Dropped++;
            return false;
        }
        _buffers.Enqueue(buffer);
        return true;
    }

    /// <summary>Takes the oldest datagram.</summary>
    public bool TryDequeue([NotNullWhen(true)] out NetBuffer? buffer) => _buffers.TryDequeue(out buffer);

    /// <summary>A clone of the oldest datagram, for MSG_PEEK; null when there is none or no memory.</summary>
    public NetBuffer? Peek() => _buffers.First?.Clone();

    /// <summary>Frees what is queued; the socket is gone.</summary>
    public void Clear() => _buffers.FreeAll();
}
