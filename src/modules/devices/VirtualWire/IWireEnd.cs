using Hokku.Buffers;

namespace Hokku.Devices.VirtualWire;

/// <summary>What is attached to an end of a wire.</summary>
public interface IWireEnd
{
    /// <summary>Where arriving frames are copied to; null refuses them (the device is down).</summary>
    BufferPool? ArrivalBuffers { get; }

    /// <summary>Takes frames that have arrived, in order, outside of any stack and without the wire's lock. Owns them and empties the list.</summary>
    void Arrive(ref BufferList frames);

    /// <summary>The wire was plugged in or unplugged. Outside of any stack.</summary>
    void LinkChanged(bool plugged);
}
