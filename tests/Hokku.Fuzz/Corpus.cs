using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Dns;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;

namespace Hokku.Fuzz;

/// <summary>Well-formed octets of every format, from which mutations start.</summary>
internal static class Corpus
{
    private static readonly IPv4Address A = new(10, 0, 0, 1);
    private static readonly IPv4Address B = new(10, 0, 0, 2);

    /// <summary>The seeds of a target by its name.</summary>
    public static byte[][] Of(string target) => target switch
    {
        "ethernet" => [Frame(EtherType.IPv4, Udp())],
        "arp" => [Arp()],
        "ipv4" => [IPv4(IPProtocol.Udp, Udp()), IPv4(IPProtocol.Tcp, Tcp(), [131, 11, 4, 10, 0, 0, 1, 10, 0, 0, 2, 1]), IPv4(IPProtocol.Icmp, Icmp(), [68, 8, 5, 0, 0, 0, 0, 0])],
        "icmp" => [Icmp()],
        "igmp" => [Query(), Report()],
        "udp" => [Udp()],
        "tcp" => [Tcp()],
        "dns" => [Dns()],
        "frame" =>
        [
            Frame(EtherType.Arp, Arp()), Frame(EtherType.IPv4, IPv4(IPProtocol.Udp, Udp())), Frame(EtherType.IPv4, IPv4(IPProtocol.Tcp, Tcp())),
            Frame(EtherType.IPv4, IPv4(IPProtocol.Icmp, Icmp())), Frame(EtherType.IPv4, IPv4(IPProtocol.Igmp, Report())),
        ],
        _ => ["P. 1:1461(1460) ack 1 win 65535 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7,sack 1:2 3:4>"u8.ToArray()],
    };

    private static byte[] Frame(ushort type, byte[] payload)
    {
        byte[] frame = [.. new byte[EthernetHeader.HeaderLength], .. payload];
        new EthernetHeader(EthernetAddress.Broadcast, new(0x0200_0000_0001), type).Write(frame);
        return frame;
    }

    private static byte[] Arp()
    {
        byte[] octets = new byte[ArpPacket.PacketLength];
        new ArpPacket(ArpOperation.Request, new(0x0200_0000_0001), A, default, B).Write(octets);
        return octets;
    }

    private static byte[] IPv4(byte protocol, byte[] payload, params byte[] options)
    {
        byte[] packet = [.. new byte[IPv4Header.LeastLength], .. options, .. payload];
        new IPv4Header { HeaderLength = 20 + options.Length, TotalLength = packet.Length, Protocol = protocol, Source = A, Destination = B }.Write(packet);
        return packet;
    }

    private static byte[] Icmp()
    {
        byte[] message = [.. new byte[IcmpHeader.HeaderLength], .. IPv4(IPProtocol.Udp, Udp())];
        IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, 1400).Write(message);
        IcmpHeader.WriteChecksum(message);
        return message;
    }

    private static byte[] Udp()
    {
        byte[] datagram = [.. new byte[UdpHeader.HeaderLength], .. Dns()];
        new UdpHeader(53, 4000, datagram.Length, 0).Write(datagram);
        return datagram;
    }

    private static byte[] Tcp()
    {
        byte[] octets = new byte[64];
        var segment = new TcpSegment
        {
            SourcePort = 80,
            DestinationPort = 40000,
            Flags = TcpFlags.Syn | TcpFlags.Acknowledgment,
            Options = new() { MaximumSegmentSize = 1460, WindowScale = 7, SackPermitted = true, Timestamps = new(1, 2), Sack = new([new(new(1), new(9))]) },
        };
        return octets[..segment.Write(octets)];
    }

    private static byte[] Query()
    {
        byte[] octets = new byte[32];
        return octets[..IgmpQuery.Write(octets, new(239, 1, 2, 3), 100, 2, 125, [A, B])];
    }

    private static byte[] Report()
    {
        byte[] octets = new byte[64];
        int length = IgmpReport.Add(octets, IgmpReport.Begin(octets), IgmpRecordType.AllowNewSources, new(239, 1, 2, 3), [A, B]);
        return octets[..IgmpReport.Add(octets, length, IgmpRecordType.ChangeToExclude, new(239, 1, 2, 4), [])];
    }

    private static byte[] Dns()
    {
        byte[] octets = new byte[512];
        var writer = new DnsWriter(octets, 7, DnsFlags.Response);
        writer.AddQuestion("www.example.com", DnsType.A);
        writer.AddRecord(DnsSection.Answer, "www.example.com", DnsType.Cname, 60, [1, (byte)'h', 0xC0, 0x10]);
        writer.AddSoa("example.com", 900, "ns.example.com", "root.example.com", 1, 300);
        writer.AddOpt(1232);
        return octets[..writer.Finish()];
    }
}
