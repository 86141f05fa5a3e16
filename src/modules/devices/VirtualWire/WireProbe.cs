using Hokku.Buffers;

namespace Hokku.Devices.VirtualWire;

/// <summary>Bare hands at one end of a wire, without a stack: sends any octets and sees every frame that arrives. For tests and tools.</summary>
public sealed class WireProbe : IWireEnd, IDisposable
{
    private readonly VirtualWire _wire;
    private readonly int _end;

    /// <exception cref="InvalidOperationException">The end is taken.</exception>
    public WireProbe(VirtualWire wire, int end, BufferPool? buffers = null)
    {
        _wire = wire;
        _end = end;
        Buffers = buffers ?? new BufferPool();
        if (!wire.TryAttach(end, this))
            throw new InvalidOperationException($"The end {end} of the wire '{wire.Name}' is taken.");
    }

    /// <summary>The pool that its frames come from.</summary>
    public BufferPool Buffers { get; }

    BufferPool? IWireEnd.ArrivalBuffers => Buffers;

    /// <summary>Called for each frame that arrives; frames are kept in <see cref="Frames"/> when nobody listens.</summary>
    public Action<byte[]>? Arrived { get; set; }

    /// <summary>Frames that arrived while nobody listened, oldest first.</summary>
    public Queue<byte[]> Frames { get; } = [];

    /// <summary>Sends a frame, whatever its octets are.</summary>
    /// <exception cref="InvalidOperationException">The pool's limit is reached.</exception>
    public void Send(ReadOnlySpan<byte> frame)
    {
        var buffer = Buffers.Create() ?? throw new InvalidOperationException("The probe's buffer pool is used up.");
        if (!buffer.TryAppend(frame))
        {
            buffer.Free();
            throw new InvalidOperationException("The probe's buffer pool is used up.");
        }

        var frames = default(BufferList);
        frames.Enqueue(buffer);
        _wire.Transmit(_end, ref frames);
    }

    void IWireEnd.Arrive(ref BufferList frames)
    {
        while (frames.TryDequeue(out var frame))
        {
            var octets = new byte[frame.Size];
            frame.Read(0, octets);
            frame.Free();
            if (Arrived is { } arrived)
                arrived(octets);
            else
                Frames.Enqueue(octets);
        }
    }

    void IWireEnd.LinkChanged(bool plugged)
    {
    }

    public void Dispose() => _wire.Detach(_end, this);
}
