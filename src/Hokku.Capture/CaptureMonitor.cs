using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Capture;

/// <summary>
/// Captures what devices receive and send. The latest packets are held back as clones, so that the reason for which one is dropped soon after
/// becomes a comment on the packet itself; what is dropped unseen appears on an interface of its own, as octets.
/// </summary>
/// <param name="writer">Flushed by <see cref="Flush"/>, disposed by its owner.</param>
/// <param name="now">The stack's time.</param>
public sealed class CaptureMonitor(PcapngWriter writer, Func<TimeSpan> now) : IDeviceMonitor
{
    private const int HeldBack = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<NetDevice, int> _interfaces = [];
    private readonly Entry[] _held = new Entry[HeldBack];
    private int _first;
    private int _count;
    private int _unseen = -1;

    /// <summary>Packets seen that no memory was left for.</summary>
    public long Missed { get; private set; }

    public void Seen(NetDevice device, NetBuffer buffer, PacketDirection direction)
    {
        lock (_lock)
        {
            if (_count == HeldBack)
                WriteFirst();
            var clone = buffer.Clone();
            if (clone is null)
            {
                Missed++;
                return;
            }
            _held[(_first + _count++) % HeldBack] = new Entry(buffer, clone, InterfaceOf(device), now(), direction);
        }
    }

    public void Dropped(NetDevice? device, NetBuffer buffer, DropReason reason)
    {
        lock (_lock)
        {
            for (var i = _count - 1; i >= 0; i--)
            {
                ref var entry = ref _held[(_first + i) % HeldBack];
                // A buffer is used again for other packets; those were not stamped by the device at the same time.
                if (!ReferenceEquals(entry.Original, buffer))
                    continue;
                if (entry.Comment is not null || entry.Clone.Timestamp != buffer.Timestamp || entry.Clone.DeviceIndex != buffer.DeviceIndex)
                    break;
                entry.Comment = DropComments.For(reason);
                return;
            }
            if (_unseen < 0)
                _unseen = writer.AddInterface("dropped", LinkType.User0);
            writer.TryWrite(_unseen, now(), buffer, PacketDirection.Received, DropComments.For(reason));
        }
    }

    public void Happened(NetDevice device, DeviceEvent deviceEvent)
    {
        if (deviceEvent != DeviceEvent.BeingRemoved)
            return;
        lock (_lock)
        {
            WriteHeld();
            _interfaces.Remove(device);
        }
    }

    /// <summary>Writes what is held back and brings it to the stream. Not inside the stack: the stream may block.</summary>
    public void Flush()
    {
        lock (_lock)
            WriteHeld();
        writer.Flush();
    }

    private int InterfaceOf(NetDevice device)
    {
        if (_interfaces.TryGetValue(device, out var number))
            return number;
        number = writer.AddInterface(device.Name, device.Type == DeviceType.Ethernet ? LinkType.Ethernet : LinkType.Raw);
        _interfaces.Add(device, number);
        return number;
    }

    private void WriteHeld()
    {
        while (_count > 0)
            WriteFirst();
    }

    private void WriteFirst()
    {
        ref var entry = ref _held[_first];
        writer.TryWrite(entry.Interface, entry.At, entry.Clone, entry.Direction, entry.Comment);
        entry.Clone.Free();
        entry = default;
        _first = (_first + 1) % HeldBack;
        _count--;
    }

    private struct Entry(NetBuffer original, NetBuffer clone, int interfaceNumber, TimeSpan at, PacketDirection direction)
    {
        public readonly NetBuffer Original = original;
        public readonly NetBuffer Clone = clone;
        public readonly int Interface = interfaceNumber;
        public readonly TimeSpan At = at;
        public readonly PacketDirection Direction = direction;
        public string? Comment;
    }
}
