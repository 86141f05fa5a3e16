using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Parts;

/// <summary>
/// Puts fragments together (RFC 791, 3.2; RFC 815) within bounds: memory, memory a source, packets, fragments a packet, and time. A packet any
/// two of whose fragments overlap is discarded as a whole (RFC 5722); an exact duplicate is tolerated.
/// </summary>
/// <typeparam name="TKey">What the fragments of a packet have in common; without padding.</typeparam>
public sealed class Reassembly<TKey>
    where TKey : unmanaged, IEquatable<TKey>
{
    private readonly ReassemblyOptions _options;
    private readonly IReassemblyOwner _owner;
    private readonly KeyedTable<TKey, PartialPacket<TKey>> _packets;
    private readonly KeyedTable<NetAddress, long> _sources;
    private readonly Stack<PartialPacket<TKey>> _spare = new();
    private PartialPacket<TKey>? _oldest;
    private PartialPacket<TKey>? _newest;

    public Reassembly(IReassemblyOwner owner, IEntropy entropy, ReassemblyOptions? options = null)
    {
        _owner = owner;
        _options = options ?? new ReassemblyOptions();
        _packets = new KeyedTable<TKey, PartialPacket<TKey>>(entropy, _options.MaximumPackets + 1);
        _sources = new KeyedTable<NetAddress, long>(entropy, _options.MaximumPackets + 1);
    }

    /// <summary>Packets that are incomplete.</summary>
    public int Count => _packets.Count;

    /// <summary>Memory that waiting fragments hold, in octets, counted by whole chunks.</summary>
    public long OctetsHeld { get; private set; }

    /// <summary>When <see cref="Expire"/> next has something to do; null: nothing waits.</summary>
    public TimeSpan? NextDue => _oldest?.Due;

    /// <summary>Adds a fragment: its payload, with its header removed and stored, and its source address set.</summary>
    /// <param name="key">Of the packet it belongs to.</param>
    /// <param name="fragment">Taken when the answer is None, else still the caller's, to be dropped for the reason answered.</param>
    /// <param name="offset">Of the fragment's first octet in the packet's payload.</param>
    /// <param name="isLast">Whether the packet ends with it.</param>
    /// <param name="now">The stack's time.</param>
    /// <param name="whole">The packet, in the buffer of its first fragment, if this one made it whole; else null.</param>
    public DropReason Add(in TKey key, NetBuffer fragment, int offset, bool isLast, TimeSpan now, out NetBuffer? whole)
    {
        whole = null;
        Expire(now);
        if (fragment.Size == 0 || offset < 0 || (!isLast && fragment.Size % 8 != 0) || fragment.Size > _options.MaximumSize - offset)
            return DropReason.FragmentMalformed;
        if (!_packets.TryGet(key, out var packet))
            packet = Begin(key, fragment.Source, now);
        if (packet.IsRefused)
            return DropReason.FragmentOverlap;
        if (packet.Count >= _options.MaximumFragments)
            return Refuse(packet, DropReason.FragmentTooMany);

        var reason = packet.Add(fragment, offset, isLast);
        if (reason == DropReason.OldDuplicate)
            return reason;
        if (reason != DropReason.None)
            return Refuse(packet, reason);
        Hold(packet, (long)Math.Max(1, fragment.CountVectors()) * BufferPool.ChunkSize);
        if (packet.IsWhole)
        {
            whole = packet.Join();
            End(packet);
        }
        else
        {
            KeepWithinBounds(packet);
        }
        return DropReason.None;
    }

    /// <summary>Gives up what has waited too long. Costs nothing when nothing has.</summary>
    public void Expire(TimeSpan now)
    {
        while (_oldest is { } oldest && oldest.Due <= now)
            GiveUp(oldest, DropReason.FragmentTimeout);
    }

    /// <summary>Frees everything; the module is unloaded.</summary>
    public void Clear()
    {
        while (_oldest is { } oldest)
        {
            var fragments = default(BufferList);
            oldest.TakeAll(ref fragments);
            fragments.FreeAll();
            End(oldest);
        }
    }

    private PartialPacket<TKey> Begin(in TKey key, in NetAddress source, TimeSpan now)
    {
        if (_packets.Count >= _options.MaximumPackets)
            GiveUp(_oldest!, DropReason.FragmentMemory);
        if (!_spare.TryPop(out var packet))
            packet = new PartialPacket<TKey>();
        packet.Begin(key, source, now + _options.Timeout);
        packet.Older = _newest;
        if (_newest is null)
            _oldest = packet;
        else
            _newest.Newer = packet;
        _newest = packet;
        _packets.TryAdd(key, packet);
        return packet;
    }

    private void Hold(PartialPacket<TKey> packet, long octets)
    {
        packet.Held += octets;
        OctetsHeld += octets;
        var held = _sources.TryGet(packet.Source, out var before) ? before + octets : octets;
        if (held == 0)
            _sources.TryRemove(packet.Source, out _);
        else if (!_sources.TryUpdate(packet.Source, held))
            _sources.TryAdd(packet.Source, held);
    }

    /// <summary>Who holds too much loses its own oldest packet; when all together do, the oldest of all goes.</summary>
    private void KeepWithinBounds(PartialPacket<TKey> added)
    {
        var source = added.Source;
        while (_sources.TryGet(source, out var held) && held > _options.MaximumOctetsPerSource)
        {
            var victim = _oldest!;
            while (victim.Held == 0 || victim.Source != source)
                victim = victim.Newer!;
            GiveUp(victim, DropReason.FragmentMemory);
        }
        while (OctetsHeld > _options.MaximumOctets)
            GiveUp(_oldest!, DropReason.FragmentMemory);
    }

    /// <summary>Gives up the fragments of a packet, but remembers it until its time is over.</summary>
    private DropReason Refuse(PartialPacket<TKey> packet, DropReason reason)
    {
        packet.IsRefused = true;
        Release(packet, reason);
        return reason;
    }

    private void GiveUp(PartialPacket<TKey> packet, DropReason reason)
    {
        Release(packet, reason);
        End(packet);
    }

    private void Release(PartialPacket<TKey> packet, DropReason reason)
    {
        if (packet.Count == 0)
            return;
        var hasFirst = packet.HasFirst;
        var fragments = default(BufferList);
        packet.TakeAll(ref fragments);
        Hold(packet, -packet.Held);
        _owner.GiveUp(ref fragments, hasFirst, reason);
    }

    private void End(PartialPacket<TKey> packet)
    {
        if (packet.Held != 0)
            Hold(packet, -packet.Held);
        _packets.TryRemove(packet.Key, out _);
        if (packet.Older is null)
            _oldest = packet.Newer;
        else
            packet.Older.Newer = packet.Newer;
        if (packet.Newer is null)
            _newest = packet.Older;
        else
            packet.Newer.Older = packet.Older;
        packet.Older = packet.Newer = null;
        _spare.Push(packet);
    }
}
