using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Hokku.Abstractions;

namespace Hokku.Parts;

/// <summary>
/// A hash table for keys that the wire chooses: hashed with a secret, so that nobody can make them collide; O(1), no allocation an entry, and
/// bounded if wanted. Open addressing with linear probing; the table shrinks again when a flood is over.
/// </summary>
/// <typeparam name="TKey">Compared and hashed by its octets, so it must not have padding.</typeparam>
/// <typeparam name="TValue">What is found.</typeparam>
public sealed class KeyedTable<TKey, TValue>
    where TKey : unmanaged, IEquatable<TKey>
{
    private const int LeastCapacity = 16;

    private readonly SipKey _secret;
    private Slot[] _slots = new Slot[LeastCapacity];

    /// <summary>Makes an empty table with a secret of its own.</summary>
    /// <param name="entropy">Where the secret comes from.</param>
    /// <param name="maximum">The most entries; adding one more is refused.</param>
    public KeyedTable(IEntropy entropy, int maximum = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        _secret = new SipKey(entropy.NextUInt64(), entropy.NextUInt64());
        Maximum = maximum;
    }

    public int Count { get; private set; }

    /// <summary>The most entries there can be.</summary>
    public int Maximum { get; }

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var index = Find(key, Hash(key));
        if (index < 0)
        {
            value = default;
            return false;
        }
        value = _slots[index].Value;
        return true;
    }

    /// <summary>Adds an entry; false when the key has one already, or when the table is full (<see cref="Count"/> is <see cref="Maximum"/>).</summary>
    public bool TryAdd(in TKey key, TValue value)
    {
        var hash = Hash(key);
        if (Count == Maximum || Find(key, hash) >= 0)
            return false;
        if (Count >= _slots.Length / 4 * 3)
            Resize(2 * _slots.Length);
        Place(new Slot { Hash = hash, Key = key, Value = value });
        Count++;
        return true;
    }

    /// <summary>Changes the value of a key that has one.</summary>
    public bool TryUpdate(in TKey key, TValue value)
    {
        var index = Find(key, Hash(key));
        if (index < 0)
            return false;
        _slots[index].Value = value;
        return true;
    }

    /// <summary>Removes an entry.</summary>
    public bool TryRemove(in TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var index = Find(key, Hash(key));
        if (index < 0)
        {
            value = default;
            return false;
        }
        value = _slots[index].Value;
        Close(index);
        Count--;
        if (_slots.Length > LeastCapacity && Count < _slots.Length / 8)
            Resize(_slots.Length / 2);
        return true;
    }

    /// <summary>The entry at a position or behind it: 0 to begin with, then what the position has become. The table must not change meanwhile.</summary>
    public bool TryNext(ref int position, out TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        while (position < _slots.Length)
        {
            ref var slot = ref _slots[position++];
            if (slot.Hash == 0)
                continue;
            key = slot.Key;
            value = slot.Value;
            return true;
        }
        key = default;
        value = default;
        return false;
    }

    public void Clear()
    {
        _slots = new Slot[LeastCapacity];
        Count = 0;
    }

    /// <summary>Never 0: that marks a free slot.</summary>
    private uint Hash(in TKey key) =>
        (uint)SipHash13.Compute(_secret, MemoryMarshal.AsBytes(new ReadOnlySpan<TKey>(in key))) | 0x8000_0000;

    private int Find(in TKey key, uint hash)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref slots[i];
            if (slot.Hash == hash && slot.Key.Equals(key))
                return i;
            if (slot.Hash == 0)
                return -1;
        }
    }

    private void Place(in Slot entry)
    {
        var mask = _slots.Length - 1;
        var i = (int)entry.Hash & mask;
        while (_slots[i].Hash != 0)
            i = (i + 1) & mask;
        _slots[i] = entry;
    }

    /// <summary>Empties a slot and moves up those behind it that would not be found any more.</summary>
    private void Close(int index)
    {
        var mask = _slots.Length - 1;
        for (var i = (index + 1) & mask; _slots[i].Hash != 0; i = (i + 1) & mask)
        {
            var home = (int)_slots[i].Hash & mask;
            if (((i - home) & mask) < ((i - index) & mask))
                continue;
            _slots[index] = _slots[i];
            index = i;
        }
        _slots[index] = default;
    }

    private void Resize(int capacity)
    {
        var old = _slots;
        _slots = new Slot[capacity];
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Hash != 0)
                Place(slot);
        }
    }

    private struct Slot
    {
        public uint Hash;
        public TKey Key;
        public TValue Value;
    }
}
