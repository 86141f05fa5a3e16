using Hokku.Buffers;

namespace Hokku.Tests.Figures;

/// <summary>A wire without threads, timers and copies: what one end sends waits until somebody carries it to the other.</summary>
internal sealed class DirectWire
{
    private readonly Lock _lock = new();
    private readonly DirectDevice?[] _ends = new DirectDevice?[2];
    private readonly BufferList[] _underWay = new BufferList[2];

    /// <summary>Frames that were carried.</summary>
    public long Frames { get; private set; }

    public void Attach(int end, DirectDevice device) => _ends[end] = device;

    public void Detach(int end)
    {
        lock (_lock)
        {
            _ends[end] = null;
            _underWay[end].FreeAll();
        }
    }

    public void Transmit(int fromEnd, ref BufferList frames)
    {
        lock (_lock)
        {
            if (_ends[1 - fromEnd] is null)
                frames.FreeAll();
            else
                _underWay[1 - fromEnd].EnqueueAll(ref frames);
        }
    }

    /// <summary>Hands what is under way to one end, in batches as a device loop does. True when there was anything.</summary>
    public bool Carry(int toEnd)
    {
        const int BatchLimit = 64;
        BufferList batch = default;
        lock (_lock)
        {
            while (batch.Count < BatchLimit && _underWay[toEnd].TryDequeue(out var frame))
                batch.Enqueue(frame);
            Frames += batch.Count;
        }

        if (batch.IsEmpty)
            return false;
        _ends[toEnd]!.Sink.Receive(ref batch);
        return true;
    }

    /// <summary>Carries both ways until all is quiet.</summary>
    public void CarryAll()
    {
        while (Carry(0) | Carry(1))
        {
        }
    }
}
