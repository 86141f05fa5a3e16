using Hokku.Abstractions;
using Hokku.Buffers;

namespace Hokku.Devices.VirtualWire;

/// <summary>A wire's device for real time: frames that arrive wait for the thread that the stack gives it.</summary>
public sealed class PolledWireDevice : WireDevice, IPolledDevice
{
    private const int ArrivalLimit = 8192;

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _somethingCame = new(false, spinCount: 50);
    private BufferList _arrived;
    private bool _closed;

    internal PolledWireDevice(string name, WireModule module, VirtualWire wire, int end)
        : base(name, module, wire, end)
    {
    }

    public int Receive(ref BufferList batch, int maximum)
    {
        lock (_lock)
        {
            if (_closed)
                return -1;
            var count = 0;
            while (count < maximum && _arrived.TryDequeue(out var frame))
            {
                batch.Enqueue(frame);
                count++;
            }

            return count;
        }
    }

    public void Wait()
    {
        _somethingCame.Wait();
        _somethingCame.Reset();
    }

    public void Wake() => _somethingCame.Set();

    public override void Down()
    {
        base.Down();
        lock (_lock)
            _arrived.FreeAll();
    }

    public override void Close()
    {
        base.Close();
        lock (_lock)
        {
            _closed = true;
            _arrived.FreeAll();
        }

        Wake();
    }

    private protected override void Arrive(ref BufferList frames)
    {
        lock (_lock)
        {
            while (frames.TryDequeue(out var frame))
            {
                if (!_closed && IsUp && _arrived.Count < ArrivalLimit)
                {
                    _arrived.Enqueue(frame);
                    continue;
                }

                Statistics.ReceiveDrops.Add(DropReason.QueueFull);
                frame.Free();
            }
        }

        Wake();
    }
}
