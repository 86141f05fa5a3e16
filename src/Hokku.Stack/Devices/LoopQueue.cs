using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// Packets that the stack sends to itself: queued while something is sent, delivered before the stack is left, so that nothing is called
/// up while it is called down.
/// </summary>
internal sealed class LoopQueue(INetStack stack, DeviceTable devices)
{
    /// <summary>Octets that may wait; as much as Haiku admits.</summary>
    private const long Limit = 16 << 20;

    // What the tag of a waiting buffer says.
    private const uint Frame = 0;
    private const uint Packet = 1;

    private BufferList _waiting;

    public bool IsEmpty => _waiting.IsEmpty;

    /// <summary>Called when a packet waits and none did.</summary>
    public Action? Filled { get; set; }

    /// <summary>
    /// Queues a packet as if the device had received it. A loopback device's packets carry their frame type and go by its deframer; others,
    /// which have no frame, go straight to the domain of their interface.
    /// </summary>
    public void Enqueue(NetDevice device, NetBuffer buffer)
    {
        bool framed = buffer.InterfaceIndex == 0 || (buffer.FrameType != 0 && device.Type == DeviceType.Loopback);
        Enqueue(device, buffer, framed ? Frame : Packet);
    }

    /// <summary>Queues a packet with its network header for the interface's domain.</summary>
    public void EnqueueLocal(INetInterface netInterface, NetBuffer buffer)
    {
        buffer.InterfaceIndex = netInterface.Index;

        // It never leaves this machine: there is nothing that a checksum could protect.
        buffer.Flags = (buffer.Flags & ~BufferFlags.TransportChecksumNeeded)
            | BufferFlags.Looped | BufferFlags.NetworkChecksumValid | BufferFlags.TransportChecksumValid;
        Enqueue(netInterface.Device, buffer, Packet);
    }

    /// <summary>Delivers up to <paramref name="maximum"/> packets; true when more wait.</summary>
    public bool Drain(int maximum)
    {
        while (maximum-- > 0 && _waiting.TryDequeue(out var buffer))
        {
            if (devices.Get(buffer.DeviceIndex) is not { } port)
                stack.Drop(buffer, DropReason.DeviceDown);
            else if (buffer.Tag == Frame)
                port.Deliver(buffer);
            else if (stack.Datalink.GetInterface(buffer.InterfaceIndex) is NetInterface netInterface)
                port.DeliverLocal(netInterface, buffer);
            else
                stack.Drop(buffer, DropReason.NoInterface);
        }

        return !_waiting.IsEmpty;
    }

    /// <summary>The stack ends.</summary>
    public void FreeAll() => _waiting.FreeAll();

    private void Enqueue(NetDevice device, NetBuffer buffer, uint kind)
    {
        buffer.DeviceIndex = device.Index;
        buffer.Tag = kind;
        if (_waiting.Octets + buffer.Size > Limit)
        {
            stack.Drop(buffer, DropReason.QueueFull);
            return;
        }

        if (_waiting.IsEmpty)
            Filled?.Invoke();
        _waiting.Enqueue(buffer);
    }
}
