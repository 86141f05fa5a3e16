using Hokku.Wire.Arp;
using Hokku.Wire.Dns;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;

namespace Hokku.Wire;

/// <summary>
/// Packets as one line of text in tcpdump's words, for traces and <c>hokku capture --print</c>. Whatever the octets are there is a
/// line; a packet cut short by a capture prints as far as it goes.
/// </summary>
public static class PacketNotation
{
    private const int DnsPort = 53;

    /// <summary>Describes an Ethernet frame.</summary>
    /// <param name="frame">The frame from its header on.</param>
    /// <param name="bases">What TCP numbers are relative to; null prints absolute ones.</param>
    public static string DescribeFrame(ReadOnlySpan<byte> frame, SequenceBases? bases = null)
    {
        if (!EthernetHeader.TryParse(frame, out var header))
            return $"frame of {frame.Length} octets, truncated";
        var payload = frame[EthernetHeader.HeaderLength..];
        return header.Type switch
        {
            EtherType.Arp => DescribeArp(payload),
            EtherType.IPv4 => DescribeIPv4(payload, bases),
            _ => $"{header.Source} > {header.Destination}, {(header.IsLength ? "802.3 length" : "ethertype")} 0x{header.Type:x4}, length {payload.Length}",
        };
    }

    /// <summary>Describes an ARP packet.</summary>
    public static string DescribeArp(ReadOnlySpan<byte> packet)
    {
        if (!ArpPacket.TryParse(packet, out var arp, out var fault))
            return $"ARP, malformed ({fault})";
        return arp.Operation switch
        {
            ArpOperation.Request when arp.IsProbe => $"ARP, Probe who-has {arp.TargetProtocol} from {arp.SenderHardware}",
            ArpOperation.Request when arp.IsAnnouncement => $"ARP, Announcement {arp.SenderProtocol} is-at {arp.SenderHardware}",
            ArpOperation.Request => $"ARP, Request who-has {arp.TargetProtocol} tell {arp.SenderProtocol}",
            ArpOperation.Reply => $"ARP, Reply {arp.SenderProtocol} is-at {arp.SenderHardware}",
            _ => $"ARP, operation {(int)arp.Operation} from {arp.SenderProtocol}",
        };
    }

    /// <summary>Describes an IPv4 packet.</summary>
    /// <param name="packet">The packet from its header on; octets behind its total length are padding.</param>
    /// <param name="bases">What TCP numbers are relative to; null prints absolute ones.</param>
    public static string DescribeIPv4(ReadOnlySpan<byte> packet, SequenceBases? bases = null)
    {
        if (!IPv4Header.TryParse(packet, out var ip, out var fault))
            return $"IP, malformed ({fault})";
        var payload = packet[ip.HeaderLength..Math.Min(packet.Length, ip.TotalLength)];
        if (ip.FragmentOffset > 0)
            return $"IP {ip.Source} > {ip.Destination}: protocol {ip.Protocol} fragment {ip.Identification}:{ip.PayloadLength}@{ip.FragmentOffset}{(ip.MoreFragments ? "+" : "")}";
        string text = ip.Protocol switch
        {
            IPProtocol.Icmp => DescribeIcmp(ip, payload),
            IPProtocol.Igmp => $"IP {ip.Source} > {ip.Destination}: {DescribeIgmp(payload)}",
            IPProtocol.Udp => DescribeUdp(ip, payload),
            IPProtocol.Tcp => DescribeTcp(ip, payload, bases),
            _ => $"IP {ip.Source} > {ip.Destination}: protocol {ip.Protocol}, length {ip.PayloadLength}",
        };
        return ip.MoreFragments ? $"{text} fragment {ip.Identification}:{ip.PayloadLength}@0+" : text;
    }

    private static string DescribeTcp(in IPv4Header ip, ReadOnlySpan<byte> payload, SequenceBases? bases)
    {
        if (!TcpSegment.TryParse(payload, ip.PayloadLength, out var segment, out var fault))
            return $"IP {ip.Source} > {ip.Destination}: TCP, malformed ({fault})";
        var (sequence, acknowledgment) = bases?.Of(ip.Source, ip.Destination, segment) ?? default;
        return $"IP {ip.Source}:{segment.SourcePort} > {ip.Destination}:{segment.DestinationPort}: {SegmentNotation.Format(segment, sequence, acknowledgment)}";
    }

    private static string DescribeUdp(in IPv4Header ip, ReadOnlySpan<byte> payload)
    {
        if (!UdpHeader.TryParse(payload, out var udp, out var fault))
            return $"IP {ip.Source} > {ip.Destination}: UDP, malformed ({fault})";
        var contents = payload[UdpHeader.HeaderLength..Math.Min(payload.Length, udp.TotalLength)];
        string? dns = udp.SourcePort == DnsPort || udp.DestinationPort == DnsPort ? DnsNotation.Describe(contents) : null;
        return $"IP {ip.Source}:{udp.SourcePort} > {ip.Destination}:{udp.DestinationPort}: {dns ?? "UDP"}, length {udp.PayloadLength}";
    }

    private static string DescribeIcmp(in IPv4Header ip, ReadOnlySpan<byte> payload)
    {
        string line = $"IP {ip.Source} > {ip.Destination}: ICMP ";
        if (!IcmpHeader.TryParse(payload, out var icmp))
            return line + "malformed";
        string quoted = icmp.IsError ? Quote(payload[IcmpHeader.HeaderLength..]) : "";
        return line + icmp.Type switch
        {
            IcmpType.Echo => $"echo request, id {icmp.Identifier}, seq {icmp.SequenceNumber}",
            IcmpType.EchoReply => $"echo reply, id {icmp.Identifier}, seq {icmp.SequenceNumber}",
            IcmpType.DestinationUnreachable => $"{Unreachable(icmp)}{quoted}",
            IcmpType.TimeExceeded => $"time exceeded {(icmp.Code == IcmpCode.TransitTimeExceeded ? "in-transit" : "in reassembly")}{quoted}",
            IcmpType.Redirect => $"redirect to {icmp.Gateway}{quoted}",
            IcmpType.ParameterProblem => $"parameter problem at octet {icmp.Pointer}{quoted}",
            _ => $"type {(int)icmp.Type} code {icmp.Code}",
        } + $", length {ip.PayloadLength}";
    }

    private static string Unreachable(IcmpHeader icmp) => icmp.Code switch
    {
        IcmpCode.NetUnreachable => "net unreachable",
        IcmpCode.HostUnreachable => "host unreachable",
        IcmpCode.ProtocolUnreachable => "protocol unreachable",
        IcmpCode.PortUnreachable => "port unreachable",
        IcmpCode.FragmentationNeeded => $"unreachable - need to frag (mtu {icmp.NextHopMtu})",
        IcmpCode.SourceRouteFailed => "source route failed",
        IcmpCode.CommunicationProhibited => "admin prohibited",
        _ => $"unreachable, code {icmp.Code}",
    };

    // The packet that an error is about, in short: enough to see whose it was.
    private static string Quote(ReadOnlySpan<byte> quoted)
    {
        if (!IPv4Header.TryParse(quoted, out var ip))
            return "";
        var rest = quoted[ip.HeaderLength..];
        string ports = ip.Protocol is IPProtocol.Tcp or IPProtocol.Udp && rest.Length >= 4 ? $" port {(rest[2] << 8) | rest[3]}" : "";
        return $" ({ip.Source} > {ip.Destination} protocol {ip.Protocol}{ports})";
    }

    private static string DescribeIgmp(ReadOnlySpan<byte> payload)
    {
        if (!IgmpMessage.TryParse(payload, out var igmp))
            return "IGMP malformed";
        return igmp.Type switch
        {
            IgmpType.Query when IgmpQuery.TryParse(payload, out var query) =>
                $"IGMP v{query.Version} query{(igmp.Group.IsAny ? "" : $" {igmp.Group}")}{(query.SourceCount == 0 ? "" : $", {query.SourceCount} sources")}",
            IgmpType.ReportV1 => $"IGMP v1 report {igmp.Group}",
            IgmpType.ReportV2 => $"IGMP v2 report {igmp.Group}",
            IgmpType.Leave => $"IGMP leave {igmp.Group}",
            IgmpType.ReportV3 when IgmpReport.TryParse(payload, out var report) => $"IGMP v3 report, {report.RecordCount} group record(s)",
            _ => $"IGMP type 0x{(int)igmp.Type:x2}",
        };
    }
}
