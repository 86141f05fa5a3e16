using System.Buffers;
using System.Numerics;
using Hokku.Buffers;

namespace Hokku.Protocols.Tcp;

/// <summary>Buffers in order, with access to each: a ring whose array comes from a pool and goes back when it is empty, so that idle connections have none.</summary>
internal struct BufferRing
{
    private const int LeastCapacity = 16;

    private NetBuffer?[]? _items;
    private int _head;

    public int Count { get; private set; }

    public readonly NetBuffer this[int index] => _items![(_head + index) & (_items.Length - 1)]!;

    public readonly NetBuffer? Last => Count == 0 ? null : this[Count - 1];

    public void Enqueue(NetBuffer buffer)
    {
        if (_items is null || Count == _items.Length)
            Grow();
        _items![(_head + Count++) & (_items.Length - 1)] = buffer;
    }

    public NetBuffer Dequeue()
    {
        ref var slot = ref _items![_head];
        var buffer = slot!;
        slot = null;
        _head = (_head + 1) & (_items.Length - 1);
        if (--Count == 0)
            Release();
        return buffer;
    }

    /// <summary>Puts a buffer in the first one's place.</summary>
    public readonly void ReplaceFirst(NetBuffer buffer) => _items![_head] = buffer;

    /// <summary>Frees every buffer.</summary>
    public void FreeAll()
    {
        while (Count > 0)
            Dequeue().Free();
    }

    private void Grow()
    {
        int capacity = Math.Max(LeastCapacity, Count * 2);
        var items = ArrayPool<NetBuffer?>.Shared.Rent(capacity);
        if (!BitOperations.IsPow2(items.Length))
            items = new NetBuffer?[capacity];
        for (int i = 0; i < Count; i++)
            items[i] = this[i];
        Release();
        _items = items;
    }

    private void Release()
    {
        if (_items is not null)
            ArrayPool<NetBuffer?>.Shared.Return(_items, clearArray: true);
        _items = null;
        _head = 0;
    }
}
