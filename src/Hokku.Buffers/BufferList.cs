using System.Diagnostics.CodeAnalysis;

namespace Hokku.Buffers;

/// <summary>A first-in, first-out list of buffers, linked through <see cref="NetBuffer.Next"/>: no allocation. A mutable value; do not copy it.</summary>
public struct BufferList
{
    private NetBuffer? _first;
    private NetBuffer? _last;

    /// <summary>How many buffers are on the list.</summary>
    public int Count { get; private set; }

    /// <summary>Octets of all of them, as they were when they were enqueued.</summary>
    public long Octets { get; private set; }

    public readonly bool IsEmpty => _first is null;

    /// <summary>The buffer that comes out next; the others follow by <see cref="NetBuffer.Next"/>.</summary>
    public readonly NetBuffer? First => _first;

    /// <summary>Adds a buffer at the end; it must not be on any list, nor change its size on this one.</summary>
    public void Enqueue(NetBuffer buffer)
    {
        buffer.Next = null;
        if (_last is null)
            _first = buffer;
        else
            _last.Next = buffer;
        _last = buffer;
        Count++;
        Octets += buffer.Size;
    }

    /// <summary>Takes the first buffer.</summary>
    public bool TryDequeue([NotNullWhen(true)] out NetBuffer? buffer)
    {
        buffer = _first;
        if (buffer is null)
            return false;
        _first = buffer.Next;
        if (_first is null)
            _last = null;
        buffer.Next = null;
        Count--;
        Octets -= buffer.Size;
        return true;
    }

    /// <summary>Moves all of another list's buffers to the end of this one.</summary>
    public void EnqueueAll(ref BufferList other)
    {
        if (other._first is null)
            return;
        if (_last is null)
            _first = other._first;
        else
            _last.Next = other._first;
        _last = other._last;
        Count += other.Count;
        Octets += other.Octets;
        other = default;
    }

    /// <summary>Frees every buffer on the list.</summary>
    public void FreeAll()
    {
        while (TryDequeue(out var buffer))
            buffer.Free();
    }
}
