using CsCheck;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Dns;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;

namespace Hokku.Tests.Wire;

/// <summary>Any valid value of each wire format.</summary>
internal static class Generators
{
    public static readonly Gen<EthernetAddress> EthernetAddress = Gen.ULong[0, 0xFFFF_FFFF_FFFF].Select(v => new EthernetAddress(v));

    public static readonly Gen<IPv4Address> IPv4Address = Gen.UInt.Select(v => new IPv4Address(v));

    public static readonly Gen<EthernetHeader> Ethernet = Gen.Select(EthernetAddress, EthernetAddress, Gen.UShort)
        .Select((to, from, type) => new EthernetHeader(to, from, type));

    public static readonly Gen<ArpPacket> Arp = Gen.Select(Gen.UShort, EthernetAddress, IPv4Address, EthernetAddress, IPv4Address)
        .Select((operation, sh, sp, th, tp) => new ArpPacket((ArpOperation)operation, sh, sp, th, tp));

    public static readonly Gen<IPv4Header> IPv4 =
        Gen.Select(Gen.Int[5, 15], Gen.Int[60, 65535], Gen.UShort, Gen.Int[0, 8191], Gen.Byte, Gen.Byte, Gen.Int[0, 3])
            .SelectMany((words, total, id, offset, ttl, protocol, flags) => Gen.Select(IPv4Address, IPv4Address, Gen.Byte).Select((from, to, tos) => new IPv4Header
            {
                HeaderLength = words * 4,
                TypeOfService = tos,
                TotalLength = total,
                Identification = id,
                DontFragment = (flags & 1) != 0,
                MoreFragments = (flags & 2) != 0,
                FragmentOffset = offset * 8,
                TimeToLive = ttl,
                Protocol = protocol,
                Source = from,
                Destination = to,
            }));

    public static readonly Gen<IcmpHeader> Icmp = Gen.Select(Gen.Byte, Gen.Byte, Gen.UInt)
        .Select((type, code, rest) => new IcmpHeader((IcmpType)type, code, rest));

    public static readonly Gen<IcmpTimestamps> IcmpTimestamps = Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt)
        .Select((a, b, c) => new IcmpTimestamps(a, b, c));

    public static readonly Gen<UdpHeader> Udp = Gen.Select(Gen.UShort, Gen.UShort, Gen.Int[8, 65535], Gen.UShort)
        .Select((from, to, length, checksum) => new UdpHeader(from, to, length, checksum));

    public static readonly Gen<SackBlock> SackBlock = Gen.Select(Gen.UInt, Gen.UInt).Select((l, r) => new SackBlock(new(l), new(r)));

    public static readonly Gen<TcpOptions> TcpOptions =
        Gen.Select(Gen.Nullable(Gen.UShort), Gen.Nullable(Gen.Byte[0, 14]), Gen.Bool, Gen.Nullable(Gen.Select(Gen.UInt, Gen.UInt)), SackBlock.Array[0, 4])
            .Select((mss, scale, permitted, clock, blocks) => new TcpOptions
            {
                MaximumSegmentSize = mss,
                WindowScale = scale,
                SackPermitted = permitted,
                Timestamps = clock is { } c ? new TcpTimestamps(c.Item1, c.Item2) : null,
                Sack = new SackBlocks(blocks),
            })
            .Select(options => options with { Sack = Fitting(options) });

    public static readonly Gen<TcpSegment> Tcp =
        Gen.Select(Gen.UShort, Gen.UShort, Gen.UInt, Gen.UInt, Gen.Byte, Gen.UShort, Gen.UShort, TcpOptions)
            .Select((from, to, sequence, acknowledgment, flags, window, urgent, options) => new TcpSegment
            {
                SourcePort = from,
                DestinationPort = to,
                Sequence = new(sequence),
                Acknowledgment = new(acknowledgment),
                Flags = (TcpFlags)flags,
                Window = window,
                UrgentPointer = urgent,
                Options = options,
                HeaderLength = 20 + options.Length,
            });

    public static readonly Gen<IgmpMessage> Igmp = Gen.Select(Gen.Byte, Gen.Byte, IPv4Address)
        .Select((type, code, group) => new IgmpMessage((IgmpType)type, code, group));

    public static readonly Gen<DnsHeader> Dns = Gen.Select(Gen.UShort, Gen.UShort, Gen.Byte[0, 15], Gen.UShort[0, 15], Gen.UShort, Gen.UShort, Gen.UShort, Gen.UShort)
        .Select((id, flags, opcode, code, questions, answers, authorities, additional) => new DnsHeader
        {
            Id = id,
            Flags = (DnsFlags)(flags & 0x87B0),
            Opcode = opcode,
            ResponseCode = (DnsResponseCode)code,
            QuestionCount = questions,
            AnswerCount = answers,
            AuthorityCount = authorities,
            AdditionalCount = additional,
        });

    private static SackBlocks Fitting(TcpOptions options)
    {
        var blocks = new SackBlock[options.SackCount];
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = options.Sack[i];
        return new SackBlocks(blocks);
    }
}
