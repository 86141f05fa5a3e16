using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Parts;

/// <summary>
/// The neighbours on one link: resolves their link addresses (RFC 826; RFC 1122, 2.3.2), keeps packets meanwhile, notices when they are gone.
/// Bounded in neighbours and in waiting packets, hashed with a key, and hard to talk into a wrong address.
/// </summary>
public sealed partial class NeighborCache
{
    private readonly INetStack _stack;
    private readonly INeighborLink _link;
    private readonly NeighborOptions _options;
    private readonly ProtocolStatistics _statistics;
    private readonly Dictionary<NetAddress, Neighbor> _neighbors;
    private readonly NeighborList _known = new();
    private readonly NeighborList _unresolved = new();
    private Neighbor? _last;
    private int _waiting;

    /// <summary>Makes an empty cache for one link; packets that are discarded are counted with the statistics given.</summary>
    public NeighborCache(INetStack stack, INetModule module, INeighborLink link, ProtocolStatistics statistics, NeighborOptions? options = null)
    {
        _stack = stack;
        _link = link;
        _statistics = statistics;
        _options = options ?? new NeighborOptions();
        _neighbors = new Dictionary<NetAddress, Neighbor>(new KeyedComparer(new SipKey(stack.Entropy.NextUInt64(), stack.Entropy.NextUInt64())));
        Module = module;
    }

    public INetModule Module { get; }

    public int Count => _neighbors.Count;

    /// <summary>Packets that wait for link addresses.</summary>
    public int WaitingCount => _waiting;

    /// <summary>All neighbours, in no order.</summary>
    public IReadOnlyCollection<Neighbor> Neighbors => _neighbors.Values;

    public Neighbor? Find(in NetAddress address) => _neighbors.GetValueOrDefault(Key(address));

    /// <summary>
    /// Sends a packet to a neighbour, or keeps it until the neighbour has answered. HostUnreachable while it counts as unreachable. Owns the buffer.
    /// </summary>
    public SocketError Send(NetBuffer buffer, in NetAddress destination)
    {
        var neighbor = _last;
        if (neighbor is null || !neighbor.Address.SameHost(destination))
            _last = neighbor = Find(destination) ?? AddUnresolved(Key(destination));
        neighbor.InterfaceIndex = buffer.InterfaceIndex;
        neighbor.List?.Touch(neighbor);
        if (neighbor.State == NeighborState.Failed)
            return Refuse(buffer);
        if (neighbor.State == NeighborState.Incomplete)
        {
            Enqueue(neighbor, buffer);
            if (neighbor.Asked == 0)
                AskAgain(neighbor);
            return SocketError.Success;
        }

        if (neighbor.State == NeighborState.Reachable && _stack.Now - neighbor.Confirmed > _options.ReachableTime)
            StartAsking(neighbor, NeighborState.Probing);
        return _link.Transmit(buffer, neighbor.LinkAddress);
    }

    /// <summary>Sets a neighbour by the user's will. NoBufferSpaceAvailable when there are too many permanent ones.</summary>
    public SocketError Set(in NetAddress address, EthernetAddress linkAddress, bool permanent, bool published)
    {
        var permanents = _neighbors.Count - _known.Count - _unresolved.Count;
        var neighbor = Find(address);
        if (permanent && permanents >= _options.Limit && neighbor?.State != NeighborState.Permanent)
            return SocketError.NoBufferSpaceAvailable;
        neighbor ??= Add(Key(address));
        neighbor.IsPublished = published;
        Resolve(neighbor, linkAddress);
        if (permanent)
        {
            // On no list, so that nothing pushes it out.
            neighbor.State = NeighborState.Permanent;
            neighbor.List?.Remove(neighbor);
        }

        return SocketError.Success;
    }

    /// <summary>Forgets a neighbour; false when it is not known.</summary>
    public bool Remove(in NetAddress address)
    {
        if (Find(address) is not { } neighbor)
            return false;
        Forget(neighbor, DropReason.NeighborUnreachable);
        return true;
    }

    /// <summary>Forgets all, or all but the permanent ones.</summary>
    public void Clear(bool permanentToo, DropReason reason)
    {
        foreach (var neighbor in _neighbors.Values.ToArray())
        {
            if (permanentToo || neighbor.State != NeighborState.Permanent)
                Forget(neighbor, reason);
        }
    }

    /// <summary>Discards the packets that an interface has waiting: it goes down.</summary>
    public void DropWaiting(int interfaceIndex)
    {
        for (var neighbor = _unresolved.Oldest; neighbor is not null; neighbor = neighbor.Newer)
        {
            var all = neighbor.Waiting;
            neighbor.Waiting = default;
            neighbor.WaitingOctets = 0;
            _waiting -= all.Count;
            while (all.TryDequeue(out var buffer))
            {
                if (buffer.InterfaceIndex == interfaceIndex)
                    _stack.Drop(buffer, DropReason.InterfaceDown, _statistics);
                else
                    Enqueue(neighbor, buffer);
            }
        }
    }

    private static NetAddress Key(in NetAddress address) => address.WithPort(default);

    private SocketError Refuse(NetBuffer buffer)
    {
        // A sender of ours is told by the answer, one on another link by the network.
        if ((buffer.Flags & BufferFlags.Forwarded) != 0)
            _link.ReportUnreachable(buffer);
        _stack.Drop(buffer, DropReason.NeighborUnreachable, _statistics);
        return SocketError.HostUnreachable;
    }

    private void Enqueue(Neighbor neighbor, NetBuffer buffer)
    {
        if (_waiting >= _options.TotalQueueLimit && neighbor.Waiting.Count == 0)
        {
            _stack.Drop(buffer, DropReason.NeighborQueueFull, _statistics);
            return;
        }

        while (IsFull(neighbor, buffer.Size) && neighbor.Waiting.TryDequeue(out var oldest))
        {
            _waiting--;
            neighbor.WaitingOctets -= oldest.Size;
            _stack.Drop(oldest, DropReason.NeighborQueueFull, _statistics);
        }

        neighbor.WaitingOctets += buffer.Size;
        neighbor.Waiting.Enqueue(buffer);
        _waiting++;
    }

    private bool IsFull(Neighbor neighbor, int octets) =>
        neighbor.Waiting.Count >= _options.QueueLimit || neighbor.WaitingOctets + octets > _options.QueueOctets || _waiting >= _options.TotalQueueLimit;

    private Neighbor Add(in NetAddress address)
    {
        var neighbor = new Neighbor(this, address);
        _neighbors.Add(address, neighbor);
        return neighbor;
    }

    private Neighbor AddUnresolved(in NetAddress address)
    {
        var neighbor = Add(address);
        MoveTo(_unresolved, _options.UnresolvedLimit, neighbor);
        return neighbor;
    }

    private void MoveTo(NeighborList list, int limit, Neighbor neighbor)
    {
        if (ReferenceEquals(neighbor.List, list))
            return;
        while (list.Count >= limit)
            Forget(list.Oldest!, DropReason.NeighborTableFull);
        list.Touch(neighbor);
    }

    private void Forget(Neighbor neighbor, DropReason reason)
    {
        if (ReferenceEquals(_last, neighbor))
            _last = null;
        _stack.Cancel(neighbor.Timer);
        _neighbors.Remove(neighbor.Address);
        neighbor.List?.Remove(neighbor);
        _waiting -= neighbor.Waiting.Count;
        while (neighbor.Waiting.TryDequeue(out var buffer))
            _stack.Drop(buffer, reason, _statistics);
    }

    /// <summary>The wire fills this table, so that its hash has a key.</summary>
    private sealed class KeyedComparer(SipKey key) : IEqualityComparer<NetAddress>
    {
        public bool Equals(NetAddress a, NetAddress b) => a.Equals(b);

        public int GetHashCode(NetAddress address) =>
            (int)SipHash.Compute(key, MemoryMarshal.Cast<NetAddress, ulong>(new ReadOnlySpan<NetAddress>(in address)));
    }
}
