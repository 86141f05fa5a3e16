using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Devices.VirtualWire;

/// <content>
/// The arrival of frames. A frame's octets are copied into the receiver's pool when it arrives, as a network card does, so that no host holds
/// another's memory; the sender's buffer goes back to its own pool.
/// </content>
internal sealed partial class WireDirection
{
    /// <summary>Frames handed over at once.</summary>
    private const int BatchLimit = 256;

    private IWireEnd? _receiver;
    private ITimer? _timer;
    private long _timerDue = long.MaxValue;
    private bool _delivering;

    /// <summary>Who receives; what is under way when this changes is lost.</summary>
    public void SetReceiver(IWireEnd? receiver)
    {
        lock (_lock)
        {
            _receiver = receiver;
            LoseAll();
            if (receiver is not null)
                return;
            _timer?.Dispose();
            _timer = null;
            _timerDue = long.MaxValue;
        }
    }

    /// <summary>Hands over what has arrived: by one thread at a time, so that frames stay in order; it looks again before it stops.</summary>
    private void DeliverDue()
    {
        lock (_lock)
        {
            if (_delivering)
                return;
            _delivering = true;
        }

        var batch = default(BufferList);
        while (TakeDue(ref batch) is { } receiver)
            receiver.Arrive(ref batch);
    }

    /// <summary>Collects the frames that have arrived and who takes them; null when there are none, and then delivery has ended.</summary>
    private IWireEnd? TakeDue(ref BufferList batch)
    {
        lock (_lock)
        {
            var now = Now;
            while (_flights.Count > 0 && _flights.First.Due <= now && batch.Count < BatchLimit)
                Land(_flights.RemoveFirst(), ref batch);
            if (!batch.IsEmpty)
                return _receiver;
            _delivering = false;
            ArmTimer(now);
            return null;
        }
    }

    private void Land(in WireFlight flight, ref BufferList batch)
    {
        var pool = _receiver?.ArrivalBuffers;
        if (pool is null)
        {
            Lose(flight.Frame, DropReason.DeviceDown);
            return;
        }

        if (wire.Offloads && flight is { Copies: 1, CorruptBit: < 0 })
        {
            batch.Enqueue(AsReceived(flight.Frame));
            Statistics.Delivered++;
            return;
        }

        for (var i = 0; i < flight.Copies; i++)
        {
            if (Copy(flight, pool) is { } copy)
            {
                batch.Enqueue(copy);
                Statistics.Delivered++;
            }
            else
            {
                Statistics.Drops.Add(DropReason.NoMemory);
            }
        }

        flight.Frame.Free();
    }

    /// <summary>The very frame, with nothing of what its sender knew but what a device would tell.</summary>
    private static NetBuffer AsReceived(NetBuffer frame)
    {
        frame.Flags = (frame.Flags & BufferFlags.TransportChecksumNeeded) == 0
            ? BufferFlags.None : BufferFlags.TransportChecksumNeeded | BufferFlags.TransportChecksumValid;
        frame.NetworkLength = 0;
        frame.ClearAncillary();
        return frame;
    }

    private static NetBuffer? Copy(in WireFlight flight, BufferPool pool)
    {
        var frame = flight.Frame;
        var copy = pool.Create();
        for (var offset = 0; copy is not null && offset < frame.Size;)
        {
            var part = Math.Min(frame.Size - offset, copy.TailRoom > 0 ? copy.TailRoom : BufferPool.ChunkSize);
            if (!copy.TryAppend(part, out var octets))
            {
                copy.Free();
                return null;
            }

            frame.Read(offset, octets);
            offset += part;
        }

        if (flight.CorruptBit >= 0 && copy is not null && copy.TryDirectAccess(flight.CorruptBit / 8, 1, out var octet))
            octet[0] ^= (byte)(1 << (flight.CorruptBit % 8));
        return copy;
    }

    private void ArmTimer(long now)
    {
        if (_flights.Count == 0 || _timerDue <= _flights.First.Due)
            return;
        _timerDue = _flights.First.Due;
        var delay = TimeSpan.FromTicks(_timerDue - now);

        // The system's timers know whole milliseconds, and would be early by the rest.
        if (ReferenceEquals(time, TimeProvider.System))
            delay = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
        _timer ??= time.CreateTimer(static state => ((WireDirection)state!).TimerExpired(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void TimerExpired()
    {
        lock (_lock)
            _timerDue = long.MaxValue;
        DeliverDue();
    }
}
