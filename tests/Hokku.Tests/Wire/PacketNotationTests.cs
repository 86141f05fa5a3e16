using CsCheck;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Dns;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>Packets as one line of text.</summary>
public sealed class PacketNotationTests
{
    private static readonly IPv4Address A = new(10, 0, 0, 1);
    private static readonly IPv4Address B = new(10, 0, 0, 2);
    private static readonly EthernetAddress Mac = new(0x0200_0000_0001);

    [Fact]
    public void Arp_reads_as_tcpdump_says_it()
    {
        Assert.Equal("ARP, Request who-has 10.0.0.2 tell 10.0.0.1", Arp(new(ArpOperation.Request, Mac, A, default, B)));
        Assert.Equal("ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:01", Arp(new(ArpOperation.Reply, Mac, A, Mac, B)));
        Assert.Equal("ARP, Probe who-has 10.0.0.2 from 02:00:00:00:00:01", Arp(new(ArpOperation.Request, Mac, default, default, B)));
        Assert.Equal("ARP, Announcement 10.0.0.1 is-at 02:00:00:00:00:01", Arp(new(ArpOperation.Request, Mac, A, default, A)));
    }

    [Fact]
    public void A_connection_prints_relative_numbers_both_ways()
    {
        var bases = new SequenceBases();
        var syn = new TcpSegment { SourcePort = 40000, DestinationPort = 80, Sequence = new(uint.MaxValue), Flags = TcpFlags.Syn, Window = 100 };
        var answer = new TcpSegment
        {
            SourcePort = 80,
            DestinationPort = 40000,
            Sequence = new(7),
            Acknowledgment = new(0),
            Flags = TcpFlags.Syn | TcpFlags.Acknowledgment,
            Window = 200,
        };
        var text = syn with { Sequence = new(0), Acknowledgment = new(8), Flags = TcpFlags.Push | TcpFlags.Acknowledgment, PayloadLength = 3 };
        Assert.Equal("IP 10.0.0.1:40000 > 10.0.0.2:80: S 0:0(0) win 100", Tcp(A, B, syn, bases));
        Assert.Equal("IP 10.0.0.2:80 > 10.0.0.1:40000: S. 0:0(0) ack 1 win 200", Tcp(B, A, answer, bases));
        Assert.Equal("IP 10.0.0.1:40000 > 10.0.0.2:80: P. 1:4(3) ack 1 win 100", Tcp(A, B, text, bases));
    }

    [Fact]
    public void Icmp_names_the_error_and_whose_packet_it_was()
    {
        byte[] quoted = new byte[28];
        new UdpHeader(1000, 53, 8, 0).Write(quoted.AsSpan(20));
        new IPv4Header { TotalLength = 28, Protocol = IPProtocol.Udp, Source = A, Destination = B }.Write(quoted);
        byte[] message = new byte[36];
        IcmpHeader.Unreachable(IcmpCode.PortUnreachable).Write(message);
        quoted.CopyTo(message, 8);
        Assert.Equal("IP 10.0.0.2 > 10.0.0.1: ICMP port unreachable (10.0.0.1 > 10.0.0.2 protocol 17 port 53), length 36", Ip(B, A, IPProtocol.Icmp, message));
        IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, 1400).Write(message);
        Assert.Contains("need to frag (mtu 1400)", Ip(B, A, IPProtocol.Icmp, message), StringComparison.Ordinal);
        IcmpHeader.Echo(3, 4).Write(message);
        Assert.Equal("IP 10.0.0.2 > 10.0.0.1: ICMP echo request, id 3, seq 4, length 36", Ip(B, A, IPProtocol.Icmp, message));
    }

    [Fact]
    public void Dns_shows_question_and_answer()
    {
        byte[] octets = new byte[200];
        var query = new DnsWriter(octets, 4660, DnsFlags.RecursionDesired);
        query.AddQuestion("www.example.com", DnsType.Aaaa);
        Assert.Equal("IP 10.0.0.1:4000 > 10.0.0.2:53: DNS 4660+ AAAA? www.example.com, length 33", Udp(A, B, 4000, 53, octets.AsSpan(0, query.Finish())));
        var answer = new DnsWriter(octets, 4660, DnsFlags.Response | DnsFlags.Authoritative);
        answer.AddTarget(DnsSection.Answer, "a", DnsType.Cname, 1, "b");
        answer.AddIPv4(DnsSection.Answer, "b", 1, A);
        Assert.StartsWith("IP 10.0.0.2:53 > 10.0.0.1:4000: DNS 4660* CNAME b, A 10.0.0.1", Udp(B, A, 53, 4000, octets.AsSpan(0, answer.Finish())), StringComparison.Ordinal);
    }

    [Fact]
    public void Igmp_shows_its_version()
    {
        byte[] octets = new byte[100];
        int length = IgmpQuery.Write(octets, default, 100, 2, 125, [A, B]);
        Assert.EndsWith("IGMP v3 query, 2 sources", Ip(A, B, IPProtocol.Igmp, octets.AsSpan(0, length)), StringComparison.Ordinal);
        new IgmpMessage(IgmpType.Leave, 0, new(239, 1, 2, 3)).Write(octets);
        Assert.EndsWith("IGMP leave 239.1.2.3", Ip(A, B, IPProtocol.Igmp, octets.AsSpan(0, 8)), StringComparison.Ordinal);
    }

    [Fact]
    public void Fragments_show_where_they_belong()
    {
        byte[] packet = new byte[28];
        new IPv4Header { TotalLength = 28, Identification = 9, FragmentOffset = 1480, MoreFragments = true, Protocol = 17, Source = A, Destination = B }.Write(packet);
        Assert.Equal("IP 10.0.0.1 > 10.0.0.2: protocol 17 fragment 9:8@1480+", PacketNotation.DescribeIPv4(packet));
    }

    [Fact]
    public void Any_octets_whatever_make_a_line() =>
        Gen.Select(Gen.Byte.Array[0, 120], Gen.Int[0, 2].Select(i => (ushort)(i == 0 ? 0x800 : i == 1 ? 0x806 : 0)), Gen.Int[0, 3].Select(i => (byte)(i == 0 ? 1 : i == 1 ? 2 : i == 2 ? 6 : 17))).Sample((frame, type, protocol) =>
        {
            if (frame.Length > 40)
                (frame[12], frame[13], frame[14], frame[23], frame[34], frame[35]) = ((byte)(type >> 8), (byte)type, 0x45, protocol, 0, 53);
            string line = PacketNotation.DescribeFrame(frame, new SequenceBases());
            Assert.DoesNotContain('\n', line);
            Assert.NotEmpty(line);
        });

    [Fact]
    public void The_bases_of_a_million_connections_are_forgotten_in_time()
    {
        var bases = new SequenceBases();
        for (uint i = 0; i < 100_000; i++)
            bases.Of(new(i), B, new TcpSegment { Flags = TcpFlags.Syn | TcpFlags.Acknowledgment });
        Assert.Equal((new SequenceNumber(5), default(SequenceNumber)), bases.Of(A, B, new TcpSegment { Flags = TcpFlags.Syn, Sequence = new(5) }));
    }

    private static string Arp(ArpPacket arp)
    {
        byte[] frame = new byte[42];
        new EthernetHeader(EthernetAddress.Broadcast, Mac, EtherType.Arp).Write(frame);
        arp.Write(frame.AsSpan(14));
        return PacketNotation.DescribeFrame(frame);
    }

    private static string Tcp(IPv4Address from, IPv4Address to, TcpSegment segment, SequenceBases bases)
    {
        byte[] octets = new byte[segment.HeaderLength + segment.PayloadLength];
        segment.Write(octets);
        return Ip(from, to, IPProtocol.Tcp, octets, bases);
    }

    private static string Udp(IPv4Address from, IPv4Address to, ushort fromPort, ushort toPort, ReadOnlySpan<byte> contents)
    {
        byte[] octets = new byte[8 + contents.Length];
        new UdpHeader(fromPort, toPort, octets.Length, 0).Write(octets);
        contents.CopyTo(octets.AsSpan(8));
        return Ip(from, to, IPProtocol.Udp, octets);
    }

    private static string Ip(IPv4Address from, IPv4Address to, byte protocol, ReadOnlySpan<byte> payload, SequenceBases? bases = null)
    {
        byte[] packet = new byte[20 + payload.Length];
        new IPv4Header { TotalLength = packet.Length, Protocol = protocol, Source = from, Destination = to }.Write(packet);
        payload.CopyTo(packet.AsSpan(20));
        return PacketNotation.DescribeIPv4(packet, bases);
    }
}
