using Hokku.Devices.VirtualWire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Simulation;

/// <summary>An Ethernet switch: learns where addresses are (IEEE 802.1D, without spanning tree: loops are refused when the world begins).</summary>
internal sealed class SwitchNode(string name) : Node(name)
{
    private readonly Dictionary<EthernetAddress, int> _ports = [];
    private WireProbe[] _probes = [];

    internal override string Kind => "switch";

    public void Begin()
    {
        _probes = [.. Ends.Select(end => new WireProbe(end.Link.Wire, end.Number))];
        for (int port = 0; port < _probes.Length; port++)
        {
            int from = port;
            _probes[port].Arrived = frame => Forward(from, frame);
        }
    }

    private void Forward(int from, byte[] frame)
    {
        if (!EthernetHeader.TryParse(frame, out var header))
            return;
        if (header.Source.IsUnicast)
            _ports[header.Source] = from;
        if (header.Destination.IsUnicast && _ports.TryGetValue(header.Destination, out int to))
        {
            if (to != from)
                _probes[to].Send(frame);
            return;
        }

        for (int port = 0; port < _probes.Length; port++)
        {
            if (port != from)
                _probes[port].Send(frame);
        }
    }
}
