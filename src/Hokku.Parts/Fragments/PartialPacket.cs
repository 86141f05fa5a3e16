using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Parts;

/// <summary>
/// The fragments of one packet, ordered by offset (the idea of RFC 815: what is missing are the holes between them). Each buffer's Tag is its offset.
/// </summary>
internal sealed class PartialPacket<TKey>
    where TKey : unmanaged, IEquatable<TKey>
{
    private const int Unknown = -1;

    private NetBuffer? _first;
    private NetBuffer? _last;
    private int _total;

    public TKey Key;
    public NetAddress Source;
    public TimeSpan Due;

    /// <summary>The neighbours in the order of arrival, which is the order of expiry.</summary>
    public PartialPacket<TKey>? Older;
    public PartialPacket<TKey>? Newer;

    public int Count { get; private set; }

    /// <summary>Octets of payload that have arrived.</summary>
    public int Arrived { get; private set; }

    /// <summary>Octets of chunks that are held.</summary>
    public long Held { get; set; }

    /// <summary>Given up; what else arrives of it is discarded (RFC 5722, 4).</summary>
    public bool IsRefused { get; set; }

    public bool IsWhole => _total == Arrived;

    public bool HasFirst => _first is { Tag: 0 };

    public void Begin(in TKey key, in NetAddress source, TimeSpan due)
    {
        Key = key;
        Source = source;
        Due = due;
        _total = Unknown;
        Arrived = Count = 0;
        Held = 0;
        IsRefused = false;
    }

    /// <summary>Links a fragment in; any answer but None leaves it the caller's.</summary>
    public DropReason Add(NetBuffer fragment, int offset, bool isLast)
    {
        var end = offset + fragment.Size;
        var bound = _last is null ? 0 : (int)_last.Tag + _last.Size;
        // The end of the packet must not move, nor anything lie behind it.
        if (_total != Unknown && (end > _total || (isLast && end != _total)))
            return DropReason.FragmentOverlap;
        if (isLast && _total == Unknown && bound > end)
            return DropReason.FragmentOverlap;

        var before = FindBefore(offset);
        var after = before is null ? _first : before.Next;
        if (after is not null && after.Tag == offset && after.Size == fragment.Size)
            return DropReason.OldDuplicate;
        if (before is not null && (int)before.Tag + before.Size > offset)
            return DropReason.FragmentOverlap;
        if (after is not null && after.Tag < end)
            return DropReason.FragmentOverlap;

        fragment.Tag = (uint)offset;
        fragment.Next = after;
        if (before is null)
            _first = fragment;
        else
            before.Next = fragment;
        if (after is null)
            _last = fragment;
        if (isLast)
            _total = end;
        Count++;
        Arrived += fragment.Size;
        return DropReason.None;
    }

    /// <summary>The whole packet, in the buffer of its first fragment.</summary>
    public NetBuffer Join()
    {
        var whole = _first!;
        var next = whole.Next;
        whole.Next = null;
        while (next is not null)
        {
            var fragment = next;
            next = fragment.Next;
            fragment.Next = null;
            whole.Append(fragment);
        }
        whole.Tag = 0;
        whole.Flags |= BufferFlags.Reassembled;
        _first = _last = null;
        return whole;
    }

    /// <summary>Hands the fragments out.</summary>
    public void TakeAll(ref BufferList fragments)
    {
        var next = _first;
        while (next is not null)
        {
            var fragment = next;
            next = fragment.Next;
            fragments.Enqueue(fragment);
        }
        _first = _last = null;
        Count = 0;
    }

    /// <summary>The last fragment that begins before an offset. Fragments mostly come in order, so look at the end first.</summary>
    private NetBuffer? FindBefore(int offset)
    {
        if (_last is not null && _last.Tag < offset)
            return _last;
        NetBuffer? before = null;
        for (var fragment = _first; fragment is not null && fragment.Tag < offset; fragment = fragment.Next)
            before = fragment;
        return before;
    }
}
