using System.Buffers.Binary;
using Hokku.Buffers;
using Hokku.Wire.Ethernet;

namespace Hokku.Simulation;

/// <summary>Which hosts do not hear which. Looked at for every frame that is about to reach a host.</summary>
internal sealed class Partitions
{
    private const int ArpSender = EthernetHeader.HeaderLength + 14;
    private const int IPv4Source = EthernetHeader.HeaderLength + 12;

    private readonly Dictionary<(SimulatedHost From, SimulatedHost To), int> _cuts = [];

    /// <summary>Whose address it is.</summary>
    public Func<uint, SimulatedHost?> Owner { get; set; } = static _ => null;

    public void Cut(SimulatedHost from, SimulatedHost to) => _cuts[(from, to)] = _cuts.GetValueOrDefault((from, to)) + 1;

    public void Mend(SimulatedHost from, SimulatedHost to)
    {
        if (_cuts.GetValueOrDefault((from, to)) is > 1 and var times)
            _cuts[(from, to)] = times - 1;
        else
            _cuts.Remove((from, to));
    }

    public void MendAll() => _cuts.Clear();

    public bool Cuts(NetBuffer frame, SimulatedHost to)
    {
        if (_cuts.Count == 0)
            return false;
        Span<byte> octets = stackalloc byte[ArpSender + 4];
        if (frame.Size < octets.Length)
            return false;
        frame.Read(0, octets);
        int offset = BinaryPrimitives.ReadUInt16BigEndian(octets[12..]) switch
        {
            EtherType.IPv4 => IPv4Source,
            EtherType.Arp => ArpSender,
            _ => -1,
        };
        return offset >= 0 && Owner(BinaryPrimitives.ReadUInt32BigEndian(octets[offset..])) is { } from && _cuts.ContainsKey((from, to));
    }
}
