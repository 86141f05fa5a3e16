using Hokku.Buffers;

namespace Hokku.Abstractions;

/// <summary>Which way a packet went.</summary>
public enum PacketDirection : byte
{
    Received,
    Sent,
}

/// <summary>What happens to a device.</summary>
public enum DeviceEvent : byte
{
    GoingUp,
    GoingDown,
    BeingRemoved,
}

/// <summary>Looks at the packets of a device, as frames, both ways. Must not change or keep the buffer; it may clone it.</summary>
public interface IDeviceMonitor
{
    void Seen(NetDevice device, NetBuffer buffer, PacketDirection direction);

    /// <summary>A packet was discarded; what is left of it is in the buffer. The device is null when none is known.</summary>
    void Dropped(NetDevice? device, NetBuffer buffer, DropReason reason);

    void Happened(NetDevice device, DeviceEvent deviceEvent);
}
