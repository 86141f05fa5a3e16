using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Simulation;

/// <summary>
/// An Ethernet switch: learns where addresses are (IEEE 802.1D, without spanning tree: loops are refused when the world begins). What goes out of many ports
/// shares the octets of what came in.
/// </summary>
internal sealed class SwitchNode(string name) : Node(name)
{
    private readonly Dictionary<EthernetAddress, SwitchPort> _known = [];
    private SwitchPort[] _ports = [];

    internal override string Kind => "switch";

    public void Begin()
    {
        var buffers = new BufferPool();
        _ports = [.. Ends.Select(end => new SwitchPort(this, end, buffers))];
    }

    /// <summary>Sends a frame on; it stays the caller's.</summary>
    public void Forward(SwitchPort from, NetBuffer frame)
    {
        Span<byte> octets = stackalloc byte[EthernetHeader.HeaderLength];
        if (frame.Size < octets.Length)
            return;
        frame.Read(0, octets);
        var destination = EthernetAddress.Read(octets);
        var source = EthernetAddress.Read(octets[EthernetAddress.Length..]);
        if (source.IsUnicast)
            _known[source] = from;
        if (destination.IsUnicast && _known.TryGetValue(destination, out var to))
        {
            if (to != from)
                to.Send(frame);
            return;
        }

        foreach (var port in _ports)
        {
            if (port != from)
                port.Send(frame);
        }
    }
}
