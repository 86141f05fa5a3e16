using Hokku.Wire;
using Hokku.Wire.Arp;
using Hokku.Wire.Dns;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;

namespace Hokku.Fuzz;

/// <summary>One target for each parser of the wire: it touches all that a parsed value offers, and must never throw.</summary>
internal static class ParserTargets
{
    public static readonly Dictionary<string, Action<ReadOnlySpan<byte>>> ByName = new()
    {
        ["ethernet"] = Format<EthernetHeader>,
        ["arp"] = Format<ArpPacket>,
        ["ipv4"] = IPv4,
        ["icmp"] = Format<IcmpHeader>,
        ["igmp"] = Igmp,
        ["udp"] = Format<UdpHeader>,
        ["tcp"] = Format<TcpSegment>,
        ["dns"] = Dns,
        ["frame"] = Frame,
        ["segment-notation"] = Notation,
    };

    private static void Format<T>(ReadOnlySpan<byte> octets)
        where T : struct, IWireFormat<T>
    {
        if (T.TryParse(octets, out var value, out var fault) != (fault == WireFault.None))
            throw new InvalidOperationException($"The verdict and the fault {fault} contradict each other.");
        value.Write(stackalloc byte[64]);
    }

    private static void IPv4(ReadOnlySpan<byte> octets)
    {
        if (!IPv4Header.TryParse(octets, out var header))
            return;
        IPv4Header.HasValidChecksum(octets[..header.HeaderLength]);
        IPv4Options.AreValid(octets, header.HeaderLength, out _);
        foreach (var option in IPv4Options.Of(octets, header.HeaderLength))
        {
            for (int i = 0; i < option.RouteCount; i++)
                option.Route(i);
        }
    }

    private static void Igmp(ReadOnlySpan<byte> octets)
    {
        if (IgmpQuery.TryParse(octets, out var query))
        {
            for (int i = 0; i < query.SourceCount; i++)
                query.Source(i);
        }

        if (!IgmpReport.TryParse(octets, out var report))
            return;
        foreach (var record in report)
        {
            for (int i = 0; i < record.SourceCount; i++)
                record.Source(i);
        }
    }

    private static void Dns(ReadOnlySpan<byte> octets)
    {
        if (!DnsMessage.TryParse(octets, out var message))
            return;
        foreach (var question in message.Questions)
            question.TryGetName(out _);
        foreach (var record in message.Records)
        {
            record.TryGetName(out _);
            record.TryGetTarget(out _);
            record.TryGetIPv4(out _);
            record.TryGetNegativeTimeToLive(out _);
        }

        _ = message.ResponseCode;
    }

    private static void Frame(ReadOnlySpan<byte> octets) => PacketNotation.DescribeFrame(octets, new SequenceBases());

    private static void Notation(ReadOnlySpan<byte> octets)
    {
        Span<char> text = stackalloc char[Math.Min(octets.Length, 200)];
        for (int i = 0; i < text.Length; i++)
            text[i] = (char)octets[i];
        SegmentNotation.TryParse(text, default, default, out _, out _, out _);
    }
}
