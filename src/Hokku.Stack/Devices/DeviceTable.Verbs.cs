using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <content>What the stack's verbs about devices come to.</content>
internal sealed partial class DeviceTable
{
    /// <exception cref="InvalidOperationException">The device has another deframer.</exception>
    public void RegisterDeframer(NetDevice device, IDeframer deframer) => Get(device).RegisterDeframer(deframer);

    public void UnregisterDeframer(NetDevice device) => Get(device.Index)?.UnregisterDeframer();

    /// <exception cref="InvalidOperationException">The type has another handler.</exception>
    public void RegisterHandler(NetDevice device, ushort frameType, IFrameHandler handler) => Get(device).RegisterHandler(frameType, handler);

    /// <exception cref="InvalidOperationException">The type has another handler.</exception>
    public void RegisterDomainHandler(NetDevice device, ushort frameType, NetFamily family) => Get(device).RegisterDomainHandler(frameType, family);

    public void UnregisterHandler(NetDevice device, ushort frameType) => Get(device.Index)?.UnregisterHandler(frameType);

    public void RegisterMonitor(NetDevice? device, IDeviceMonitor monitor) => (device is null ? Monitors : Get(device).Monitors).Add(monitor);

    public void UnregisterMonitor(NetDevice? device, IDeviceMonitor monitor) => (device is null ? Monitors : Get(device.Index)?.Monitors)?.Remove(monitor);

    /// <summary>Queues a packet as if the device had received it.</summary>
    public void Loop(NetDevice device, NetBuffer buffer) => Looped.Enqueue(device, buffer);

    /// <summary>Delivers looped packets, at most so many; true when more wait.</summary>
    public bool DeliverLooped(int maximum) => Looped.Drain(maximum);

    /// <summary>
    /// Discards a packet. It is counted once, at its interface, else at its device, else at the stack; besides at the protocol that
    /// drops it; and shown to monitors.
    /// </summary>
    public void Drop(NetBuffer buffer, DropReason reason, ProtocolStatistics? by)
    {
        by?.Drops.Add(reason, buffer);
        var netInterface = buffer.InterfaceIndex == 0 ? null : Stack.Datalink.GetInterface(buffer.InterfaceIndex);
        var port = netInterface is null ? Get(buffer.DeviceIndex) : Get(netInterface.Device.Index);
        var statistics = netInterface?.Statistics ?? port?.Device.Statistics;

        // What a device has received carries the device's index until it is sent again.
        var counters = statistics is null ? Stack.Drops : buffer.DeviceIndex != 0 ? statistics.ReceiveDrops : statistics.SendDrops;
        counters.Add(reason, buffer);
        port?.Monitors.Dropped(port.Device, buffer, reason);
        Monitors.Dropped(port?.Device, buffer, reason);
        buffer.Free();
    }
}
