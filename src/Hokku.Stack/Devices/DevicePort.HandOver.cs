using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Stack;

/// <content>Between the stacks of one host: frames that came by the queue of another one's stack.</content>
internal sealed partial class DevicePort
{
    /// <summary>Stacks that one host may have.</summary>
    public const int PlaceLimit = 64;

    /// <summary>Keeps what belongs here, and puts what belongs to other stacks on their ports' queues. Outside the stack.</summary>
    private void HandOver(ref BufferList batch, HostPlace here)
    {
        var own = default(BufferList);
        ulong touched = 0;
        while (batch.TryDequeue(out var frame))
        {
            int home = here.Host.Rule.HomeOf(Device, frame);
            if (home == IFlowRule.Everybody)
                touched |= CopyToOthers(frame, here);
            else if (home != here.Number && here.Host.PortOf(home, Device.Name) is { } port)
            {
                here.Host.CountHandedOver(here.Number);
                touched |= 1UL << home;
                port.Leave(frame);
                continue;
            }

            own.Enqueue(frame);
        }

        batch = own;
        for (int place = 0; touched != 0; place++, touched >>= 1)
        {
            if ((touched & 1) != 0)
                here.Host.PortOf(place, Device.Name)?.Collect();
        }
    }

    private ulong CopyToOthers(NetBuffer frame, HostPlace here)
    {
        ulong touched = 0;
        for (int place = 0; place < here.Host.Stacks.Count; place++)
        {
            if (place == here.Number || here.Host.PortOf(place, Device.Name) is not { } port || frame.Clone() is not { } copy)
                continue;
            port.Leave(copy);
            touched |= 1UL << place;
        }

        return touched;
    }

    /// <summary>Puts a frame where the next entry takes it from. Outside the stack.</summary>
    private void Leave(NetBuffer frame)
    {
        lock (_arrivals)
        {
            if (_waiting.Count < WaitingLimit)
            {
                _waiting.Enqueue(frame);
                return;
            }

            _overflow++;
        }

        frame.Free();
    }

    /// <summary>Enters for what was left, unless somebody does already. Outside the stack.</summary>
    private void Collect()
    {
        lock (_arrivals)
        {
            if (_delivering)
                return;
            _delivering = true;
        }

        while (TakeWaiting())
            Stack.Execute(_delivery);
    }

    /// <summary>Takes a packet, its network header on, from inside another stack of the host: it is looked at when this one is entered next.</summary>
    internal void TakeOver(NetBuffer packet)
    {
        lock (_arrivals)
            _handed.Enqueue(packet);
        Stack.Post(_takeOver);
    }

    /// <summary>Gives what other stacks have put together to the domain.</summary>
    private sealed class TakingOver(DevicePort port) : StackOperation
    {
        protected internal override void Run()
        {
            while (true)
            {
                NetBuffer? packet;
                lock (port._arrivals)
                    port._handed.TryDequeue(out packet);
                if (packet is null)
                    return;
                packet.DeviceIndex = port.Device.Index;
                if (port._handlers.Find(packet.FrameType) is { } handler)
                    handler.Receive(port.Device, packet);
                else
                    port.Stack.Drop(packet, DropReason.NoHandler);
            }
        }
    }
}
