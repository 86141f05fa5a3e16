using Hokku.Buffers;
using Hokku.Devices.VirtualWire;

namespace Hokku.Simulation;

/// <summary>Where a link meets a switch.</summary>
internal sealed class SwitchPort : IWireEnd
{
    private readonly SwitchNode _node;
    private readonly LinkEnd _end;
    private readonly BufferPool _buffers;

    public SwitchPort(SwitchNode node, LinkEnd end, BufferPool buffers)
    {
        _node = node;
        _end = end;
        _buffers = buffers;
        if (!end.Link.Wire.TryAttach(end.Number, this))
            throw new SimulationException($"The link {end.Link.Name} is taken at {node.Name}.");
    }

    BufferPool? IWireEnd.ArrivalBuffers => _buffers;

    void IWireEnd.Arrive(ref BufferList frames)
    {
        while (frames.TryDequeue(out var frame))
        {
            _node.Forward(this, frame);
            frame.Free();
        }
    }

    void IWireEnd.LinkChanged(bool plugged)
    {
    }

    /// <summary>Sends a frame that shares the octets of this one.</summary>
    public void Send(NetBuffer frame)
    {
        if (frame.Clone() is not { } shared)
            return;
        var frames = default(BufferList);
        frames.Enqueue(shared);
        _end.Link.Wire.Transmit(_end.Number, ref frames);
    }
}
