using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

/// <summary>Who watches one device, or all of them. Costs one comparison where nobody does.</summary>
internal sealed class MonitorList
{
    // Replaced, not changed: a monitor may unregister itself while it is told.
    private IDeviceMonitor[] _monitors = [];

    public bool IsEmpty => _monitors.Length == 0;

    public void Add(IDeviceMonitor monitor) => _monitors = [.. _monitors, monitor];

    public void Remove(IDeviceMonitor monitor)
    {
        int index = Array.IndexOf(_monitors, monitor);
        if (index >= 0)
            _monitors = [.. _monitors.AsSpan(0, index), .. _monitors.AsSpan(index + 1)];
    }

    public void Seen(NetDevice device, NetBuffer buffer, PacketDirection direction)
    {
        foreach (var monitor in _monitors)
            monitor.Seen(device, buffer, direction);
    }

    public void Dropped(NetDevice? device, NetBuffer buffer, DropReason reason)
    {
        foreach (var monitor in _monitors)
            monitor.Dropped(device, buffer, reason);
    }

    public void Happened(NetDevice device, DeviceEvent deviceEvent)
    {
        foreach (var monitor in _monitors)
            monitor.Happened(device, deviceEvent);
    }
}
