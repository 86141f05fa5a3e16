using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Testing;

/// <summary>Counts what monitors are shown of drops, to be compared with what counters say.</summary>
internal sealed class CampaignMonitor : IDeviceMonitor
{
    public long Dropped { get; private set; }

    /// <summary>Packets that the stack sent to itself.</summary>
    public long Looped { get; private set; }

    public void Seen(NetDevice device, NetBuffer buffer, PacketDirection direction)
    {
        if (direction == PacketDirection.Received && (buffer.Flags & BufferFlags.Looped) != 0)
            Looped++;
    }

    void IDeviceMonitor.Dropped(NetDevice? device, NetBuffer buffer, DropReason reason) => Dropped++;

    public void Happened(NetDevice device, DeviceEvent deviceEvent)
    {
    }
}
