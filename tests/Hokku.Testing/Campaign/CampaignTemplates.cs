using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;
using static Hokku.Testing.CampaignAddresses;

namespace Hokku.Testing;

/// <summary>Well-formed frames of every kind that a host must take, from which mutations start.</summary>
internal static class CampaignTemplates
{
    private static readonly IPv4Address Group = new(224, 0, 0, 1);

    public static byte[][] All { get; } =
    [
        Arp(ArpOperation.Request, Ours), Arp(ArpOperation.Reply, Ours), Arp(ArpOperation.Request, Peer),
        Frame(Packet(IPProtocol.Icmp, Icmp(IcmpHeader.Echo(1, 2), new byte[56]))),
        Frame(Packet(IPProtocol.Icmp, Icmp(new IcmpHeader(IcmpType.Timestamp, 0, 0), new byte[12]))),
        Frame(Packet(IPProtocol.Icmp, Icmp(IcmpHeader.Unreachable(IcmpCode.PortUnreachable), Quote(IPProtocol.Udp, Udp(EchoPort, 5000, 8))))),
        Frame(Packet(IPProtocol.Icmp, Icmp(IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, 600), Quote(IPProtocol.Tcp, Tcp(TcpFlags.Acknowledgment, 0, StreamPort, 1025))))),
        Frame(Packet(IPProtocol.Icmp, Icmp(IcmpHeader.Redirect(1, Peer), Quote(IPProtocol.Udp, Udp(EchoPort, 5000, 8))))),
        Frame(Packet(IPProtocol.Udp, Udp(5000, EchoPort, 64))),
        Frame(Packet(IPProtocol.Udp, Udp(5000, 4711, 64))),
        Frame(Packet(IPProtocol.Udp, Udp(5000, EchoPort, 1400))),
        Frame(Packet(IPProtocol.Udp, Udp(5000, EchoPort, 32), options: [7, 7, 4, 0, 0, 0, 0, 0])),
        Frame(Packet(IPProtocol.Udp, Udp(5000, EchoPort, 32), options: [131, 11, 4, 10, 0, 0, 1, 10, 0, 0, 2, 1])),
        Frame(Packet(IPProtocol.Udp, new byte[64], offset: 0, more: true)),
        Frame(Packet(IPProtocol.Udp, new byte[64], offset: 64, more: true)),
        Frame(Packet(IPProtocol.Udp, new byte[64], offset: 128, more: false)),
        Frame(Packet(IPProtocol.Tcp, Tcp(TcpFlags.Syn, 0, 5000, StreamPort))),
        Frame(Packet(IPProtocol.Tcp, Tcp(TcpFlags.Syn, 0, 5000, 4711))),
        Frame(Packet(IPProtocol.Tcp, Tcp(TcpFlags.Acknowledgment | TcpFlags.Push, 100, 5000, StreamPort))),
        Frame(Packet(IPProtocol.Tcp, Tcp(TcpFlags.Reset, 0, 5000, StreamPort))),
        Frame(Packet(IPProtocol.Igmp, Query(), destination: Group)),
        Frame(Packet(IPProtocol.Igmp, Report(), destination: Group)),
        Frame(Packet(253, new byte[20])),
        Frame(Packet(4, Packet(IPProtocol.Udp, Udp(5000, EchoPort, 8)))),
    ];

    private static byte[] Frame(byte[] payload, ushort type = EtherType.IPv4)
    {
        byte[] frame = [.. new byte[EthernetHeader.HeaderLength], .. payload];
        new EthernetHeader(OurHardware, PeerHardware, type).Write(frame);
        return frame;
    }

    private static byte[] Arp(ArpOperation operation, IPv4Address target)
    {
        byte[] octets = new byte[ArpPacket.PacketLength];
        new ArpPacket(operation, PeerHardware, Peer, default, target).Write(octets);
        return Frame(octets, EtherType.Arp);
    }

    private static byte[] Packet(byte protocol, byte[] payload, byte[]? options = null, int offset = 0, bool more = false, IPv4Address? destination = null)
    {
        byte[] packet = [.. new byte[IPv4Header.LeastLength], .. options ?? [], .. payload];
        new IPv4Header
        {
            HeaderLength = IPv4Header.LeastLength + (options?.Length ?? 0),
            TotalLength = packet.Length,
            Identification = 77,
            FragmentOffset = offset,
            MoreFragments = more,
            Protocol = protocol,
            Source = Peer,
            Destination = destination ?? Ours,
        }.Write(packet);
        return packet;
    }

    private static byte[] Quote(byte protocol, byte[] payload)
    {
        byte[] packet = [.. new byte[IPv4Header.LeastLength], .. payload];
        new IPv4Header { TotalLength = packet.Length, Protocol = protocol, Source = Ours, Destination = Peer }.Write(packet);
        return packet;
    }

    private static byte[] Icmp(IcmpHeader header, byte[] rest)
    {
        byte[] message = [.. new byte[IcmpHeader.HeaderLength], .. rest];
        header.Write(message);
        IcmpHeader.WriteChecksum(message);
        return message;
    }

    private static byte[] Udp(ushort source, ushort destination, int length)
    {
        byte[] datagram = new byte[UdpHeader.HeaderLength + length];
        new UdpHeader(source, destination, datagram.Length, 0).Write(datagram);
        return datagram;
    }

    private static byte[] Tcp(TcpFlags flags, int length, ushort source, ushort destination)
    {
        byte[] octets = new byte[TcpSegment.MostLength + length];
        var segment = new TcpSegment
        {
            SourcePort = source,
            DestinationPort = destination,
            Sequence = new(1),
            Flags = flags,
            Window = 1000,
            Options = (flags & TcpFlags.Syn) == 0 ? new() { Timestamps = new(1, 2), Sack = new([new(new(1), new(9))]) }
                : new() { MaximumSegmentSize = 1460, WindowScale = 7, SackPermitted = true, Timestamps = new(1, 0) },
        };
        return octets[..(segment.Write(octets) + length)];
    }

    private static byte[] Query()
    {
        byte[] octets = new byte[32];
        return octets[..IgmpQuery.Write(octets, new(239, 1, 2, 3), 100, 2, 125, [Ours, Peer])];
    }

    private static byte[] Report()
    {
        byte[] octets = new byte[64];
        return octets[..IgmpReport.Add(octets, IgmpReport.Begin(octets), IgmpRecordType.AllowNewSources, new(239, 1, 2, 3), [Ours, Peer])];
    }
}
