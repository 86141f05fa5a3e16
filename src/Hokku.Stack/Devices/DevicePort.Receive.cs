using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

internal sealed partial class DevicePort
{
    /// <summary>Frames that may wait for the stack while another thread delivers.</summary>
    private const int WaitingLimit = 4096;

    private readonly Lock _arrivals = new();
    private readonly Delivery _delivery;
    private readonly Announcement _announcement;
    private readonly Removal _removal;
    private readonly TakingOver _takeOver;
    private BufferList _waiting;
    private BufferList _handed;
    private long _overflow;
    private bool _delivering;

    /// <summary>
    /// One entry for the batch. When several threads deliver at once, one of them enters for all: the others leave their frames and go.
    /// </summary>
    public void Receive(ref BufferList batch)
    {
        if (_table.OwnPlace is { } here)
            HandOver(ref batch, here);
        lock (_arrivals)
        {
            if (_delivering && _waiting.Count + batch.Count > WaitingLimit)
            {
                _overflow += batch.Count;
                batch.FreeAll();
                return;
            }

            _waiting.EnqueueAll(ref batch);
            if (_delivering)
                return;
            _delivering = true;
        }

        while (TakeWaiting())
            Stack.Execute(_delivery);
    }

    public void LinkChanged() => Stack.Post(_announcement);

    public void Removed() => Stack.Post(_removal);

    /// <summary>Takes one frame up, inside the stack: deframer, then the handler of its type.</summary>
    public void Deliver(NetBuffer buffer)
    {
        buffer.DeviceIndex = Device.Index;
        buffer.InterfaceIndex = 0;
        buffer.Timestamp = Stack.Now;
        var statistics = Device.Statistics;
        statistics.ReceivedPackets++;
        statistics.ReceivedOctets += buffer.Size;
        Seen(buffer, PacketDirection.Received);
        if (!IsUp)
        {
            Stack.Drop(buffer, DropReason.DeviceDown);
            return;
        }

        var reason = _deframer is null ? DropReason.NoHandler : _deframer.Deframe(Device, buffer);
        var handler = reason == DropReason.None ? _handlers.Find(buffer.FrameType) : null;
        if ((buffer.Flags & BufferFlags.Multicast) != 0)
            statistics.ReceivedMulticasts++;
        if (handler is null)
            Stack.Drop(buffer, reason == DropReason.None ? DropReason.NoHandler : reason);
        else
            handler.Receive(Device, buffer);
    }

    /// <summary>Delivers a packet that this stack sent to itself, by its interface's domain; there is no frame around it.</summary>
    public void DeliverLocal(NetInterface netInterface, NetBuffer buffer)
    {
        buffer.DeviceIndex = Device.Index;
        buffer.Timestamp = Stack.Now;
        Device.Statistics.ReceivedPackets++;
        Device.Statistics.ReceivedOctets += buffer.Size;
        Seen(buffer, PacketDirection.Received);
        DomainFrameHandler.Deliver(Stack, netInterface, buffer);
    }

    private bool TakeWaiting()
    {
        lock (_arrivals)
        {
            if (_waiting.IsEmpty)
            {
                _delivering = false;
                return false;
            }

            _delivery.Take(ref _waiting, _overflow);
            _overflow = 0;
            return true;
        }
    }

    /// <summary>Takes a batch up.</summary>
    private sealed class Delivery(DevicePort port) : StackOperation
    {
        private BufferList _batch;
        private long _lost;

        public void Take(ref BufferList waiting, long lost)
        {
            _batch.EnqueueAll(ref waiting);
            _lost = lost;
        }

        protected internal override void Run()
        {
            for (; _lost > 0; _lost--)
                port.Device.Statistics.ReceiveDrops.Add(DropReason.QueueFull);
            while (_batch.TryDequeue(out var buffer))
                port.Deliver(buffer);
        }
    }

    /// <summary>Tells that the link has changed.</summary>
    private sealed class Announcement(DevicePort port) : StackOperation
    {
        protected internal override void Run() => port._table.LinkChanged(port);
    }

    /// <summary>The device is gone, and what was made on it goes with it.</summary>
    private sealed class Removal(DevicePort port) : StackOperation
    {
        protected internal override void Run() => port._table.DeviceGone(port);
    }
}
