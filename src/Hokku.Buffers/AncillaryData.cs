using System.Runtime.InteropServices;

namespace Hokku.Buffers;

/// <summary>Control data of a packet: items with a level, a type and some octets, in the order in which they were added (RFC 3542, 20).</summary>
public sealed class AncillaryData
{
    /// <summary>The most octets that one item may have.</summary>
    public const int MaximumItem = 256;

    /// <summary>The most octets that all items together may take, their headers of 12 octets included.</summary>
    public const int MaximumTotal = 2048;

    private byte[] _octets = new byte[128];
    private int _used;

    public bool IsEmpty => _used == 0;

    /// <summary>Adds an item.</summary>
    /// <returns>False when the item is longer than <see cref="MaximumItem"/> or there is no room left.</returns>
    public bool TryAdd(int level, int type, ReadOnlySpan<byte> octets)
    {
        var size = Header.Size + octets.Length;
        if (octets.Length > MaximumItem || !TryReserve(size))
            return false;
        var header = new Header(level, type, octets.Length);
        MemoryMarshal.Write(_octets.AsSpan(_used), in header);
        octets.CopyTo(_octets.AsSpan(_used + Header.Size));
        _used += size;
        return true;
    }

    /// <summary>Removes the first item of a level and type.</summary>
    public bool TryRemove(int level, int type)
    {
        for (var at = 0; TryRead(at, out var item, out var next); at = next)
        {
            if (item.Level != level || item.Type != type)
                continue;
            _octets.AsSpan(next, _used - next).CopyTo(_octets.AsSpan(at));
            _used -= next - at;
            return true;
        }
        return false;
    }

    /// <summary>Finds the first item of a level and type; its octets are valid until something is added or removed.</summary>
    public bool TryFind(int level, int type, out ReadOnlySpan<byte> octets)
    {
        for (var at = 0; TryRead(at, out var item, out var next); at = next)
        {
            if (item.Level != level || item.Type != type)
                continue;
            octets = item.Octets;
            return true;
        }
        octets = default;
        return false;
    }

    /// <summary>The item at a position: 0 for the first one, then what was answered as the next. False behind the last one.</summary>
    public bool TryNext(ref int position, out AncillaryItem item)
    {
        if (!TryRead(position, out item, out var next))
            return false;
        position = next;
        return true;
    }

    public void Clear() => _used = 0;

    internal bool TryAddAll(AncillaryData other)
    {
        if (!TryReserve(other._used))
            return false;
        other._octets.AsSpan(0, other._used).CopyTo(_octets.AsSpan(_used));
        _used += other._used;
        return true;
    }

    private bool TryReserve(int size)
    {
        var wanted = _used + size;
        if (wanted > MaximumTotal)
            return false;
        if (wanted > _octets.Length)
            Array.Resize(ref _octets, Math.Min(MaximumTotal, Math.Max(wanted, 2 * _octets.Length)));
        return true;
    }

    private bool TryRead(int at, out AncillaryItem item, out int next)
    {
        item = default;
        next = at;
        if (at >= _used)
            return false;
        var header = MemoryMarshal.Read<Header>(_octets.AsSpan(at));
        next = at + Header.Size + header.Length;
        item = new AncillaryItem(header.Level, header.Type, _octets.AsSpan(at + Header.Size, header.Length));
        return true;
    }

    private readonly record struct Header(int Level, int Type, int Length)
    {
        public const int Size = 12;
    }
}
