using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;

namespace Hokku.Parts;

/// <summary>
/// The rule of a host with several stacks: TCP by a keyed hash of the peer's address and both ports, so that nobody outside can choose a stack; errors about a
/// connection go where the connection is; everything else is the first stack's.
/// </summary>
public sealed class FlowRule(int places, IEntropy entropy) : IFlowRule
{
    private const int PortOctets = 4;

    private readonly SipKey _key = new(entropy.NextUInt64(), entropy.NextUInt64());

    public int HomeOf(NetDevice device, NetBuffer frame)
    {
        if (device.Type != DeviceType.Ethernet)
            return HomeOf(frame, 0);
        if (!frame.TryPeek(EthernetHeader.HeaderLength, out var octets) || !EthernetHeader.TryParse(octets, out var header))
            return 0;
        return header.Type switch
        {
            EtherType.IPv4 => HomeOf(frame, EthernetHeader.HeaderLength),
            EtherType.Arp => IsArpReply(frame) ? IFlowRule.Everybody : 0,
            _ => 0,
        };
    }

    public int HomeOf(NetBuffer packet) => HomeOf(packet, 0);

    public int HomeOf(Port local, in NetAddress remote) => HomeOf(remote.IPv4, remote.Port, local);

    private static bool IsArpReply(NetBuffer frame) =>
        frame.TryPeek(EthernetHeader.HeaderLength + ArpPacket.Length, out var octets)
        && ArpPacket.TryParse(octets[EthernetHeader.HeaderLength..], out var packet) && packet.Operation == ArpOperation.Reply;

    private int HomeOf(NetBuffer packet, int start)
    {
        if (!TryRead(packet, start, out var header))
            return 0;
        int transport = start + header.HeaderLength;
        if (header.IsFragment)
            return 0;
        if (header.Protocol == IPProtocol.Tcp)
            return TryReadPorts(packet, transport, out var source, out var destination) ? HomeOf(header.Source, source, destination) : 0;
        return header.Protocol == IPProtocol.Icmp ? HomeOfError(packet, transport) : 0;
    }

    /// <summary>An error quotes a packet of ours: its source is our end.</summary>
    private int HomeOfError(NetBuffer packet, int start)
    {
        if (!packet.TryPeek(start + IcmpHeader.HeaderLength, out var octets) || !IsError((IcmpType)octets[start]))
            return 0;
        int quoted = start + IcmpHeader.HeaderLength;
        return TryRead(packet, quoted, out var header) && header.Protocol == IPProtocol.Tcp && header.FragmentOffset == 0
            && TryReadPorts(packet, quoted + header.HeaderLength, out var source, out var destination)
            ? HomeOf(header.Destination, destination, source)
            : 0;
    }

    private static bool IsError(IcmpType type) =>
        type is IcmpType.DestinationUnreachable or IcmpType.SourceQuench or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    private static bool TryRead(NetBuffer packet, int start, out IPv4Header header)
    {
        header = default;
        return packet.TryPeek(start + IPv4Header.LeastLength, out var octets) && packet.TryPeek(start + ((octets[start] & 0xF) * 4), out octets)
            && IPv4Header.TryParse(octets[start..], out header);
    }

    private static bool TryReadPorts(NetBuffer packet, int start, out Port source, out Port destination)
    {
        source = destination = default;
        if (!packet.TryPeek(start + PortOctets, out var octets))
            return false;
        source = new Port(BinaryPrimitives.ReadUInt16BigEndian(octets[start..]));
        destination = new Port(BinaryPrimitives.ReadUInt16BigEndian(octets[(start + 2)..]));
        return true;
    }

    private int HomeOf(IPv4Address peer, Port peerPort, Port ourPort)
    {
        Span<byte> key = stackalloc byte[8];
        peer.Write(key);
        BinaryPrimitives.WriteUInt16LittleEndian(key[4..], peerPort.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(key[6..], ourPort.Value);
        return (int)(SipHash13.Compute(_key, key) % (ulong)places);
    }
}
