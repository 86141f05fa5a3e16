using System.Net;
using Hokku.Driver;
using Hokku.Network.Sockets;
using Hokku.Wire.Addresses;

namespace Hokku.Network;

/// <summary>
/// Datagrams that are sent or received by one call, as sendmmsg and recvmmsg have it. Its memory is made once; what was received can be sent back as it is. By one thread at a
/// time.
/// </summary>
public sealed class DatagramBatch
{
    private readonly DriverDatagram[] _datagrams;
    private readonly int _room;

    /// <param name="capacity">Datagrams in a batch.</param>
    /// <param name="room">Octets for each; 65,535 where joined datagrams are to be received.</param>
    public DatagramBatch(int capacity = 64, int room = 2048)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(room);
        _room = room;
        _datagrams = new DriverDatagram[capacity];
        var memory = GC.AllocateUninitializedArray<byte>(capacity * room, pinned: true);
        for (int i = 0; i < capacity; i++)
            _datagrams[i].Room = memory.AsMemory(i * room, room);
    }

    /// <summary>Datagrams that have room.</summary>
    public int Capacity => _datagrams.Length;

    /// <summary>Datagrams that are in it.</summary>
    public int Count { get; private set; }

    /// <summary>The octets of a datagram, to be read or changed.</summary>
    public Span<byte> this[int index] => Get(index).Room.Span[.._datagrams[index].Length];

    /// <summary>Octets of each datagram when the one received is several that were joined (UDP_GRO; the last may be shorter); else 0.</summary>
    public int SegmentSize(int index) => Get(index).SegmentSize;

    /// <summary>Where a datagram came from, or is to go; null for the connected peer.</summary>
    public IPEndPoint? RemoteEndPoint(int index) => Get(index).Address.IsUnspecified ? null : _datagrams[index].Address.ToEndPoint();

    /// <summary>Writes where a datagram came from, without allocating.</summary>
    public void CopyAddress(int index, SocketAddress address) => Get(index).Address.WriteTo(address);

    /// <summary>Adds a datagram to be sent to the connected peer, or to a destination. False when the batch is full.</summary>
    /// <exception cref="ArgumentException">The datagram is longer than the room that the batch has for one.</exception>
    public bool TryAdd(ReadOnlySpan<byte> datagram, EndPoint? destination = null) => TryAdd(datagram, destination?.ToNetAddress() ?? default);

    /// <summary>Adds a datagram to be sent to a destination. False when the batch is full.</summary>
    /// <exception cref="ArgumentException">The datagram is longer than the room that the batch has for one.</exception>
    public bool TryAdd(ReadOnlySpan<byte> datagram, SocketAddress destination) => TryAdd(datagram, destination.ToNetAddress());

    /// <summary>Takes all datagrams out.</summary>
    public void Clear() => Count = 0;

    internal ReadOnlySpan<DriverDatagram> Filled => _datagrams.AsSpan(0, Count);

    internal Span<DriverDatagram> Begin()
    {
        Count = 0;
        return _datagrams;
    }

    internal int End(int count) => Count = count;

    private bool TryAdd(ReadOnlySpan<byte> datagram, in NetAddress destination)
    {
        if (datagram.Length > _room)
            throw new ArgumentException($"A datagram of {datagram.Length} octets does not fit; the batch was made with room for {_room}.", nameof(datagram));
        if (Count == _datagrams.Length)
            return false;
        ref var each = ref _datagrams[Count++];
        datagram.CopyTo(each.Room.Span);
        each.Length = datagram.Length;
        each.Address = destination;
        each.SegmentSize = 0;
        return true;
    }

    private ref DriverDatagram Get(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return ref _datagrams[index];
    }
}
