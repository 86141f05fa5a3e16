using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>Octets as other hosts send them, field by field.</summary>
public sealed class KnownVectorTests
{
    [Fact]
    public void An_ethernet_header()
    {
        Assert.True(EthernetHeader.TryParse(Hex("ffffffffffff 020000000001 0806"), out var header));
        Assert.Equal(new(EthernetAddress.Broadcast, EthernetAddress.Parse("02:00:00:00:00:01"), EtherType.Arp), header);
        Assert.False(header.IsLength);
        Assert.True((header with { Type = 100 }).IsLength);
    }

    [Fact]
    public void An_arp_request()
    {
        Assert.True(ArpPacket.TryParse(Hex("0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002"), out var arp));
        Assert.Equal(new(ArpOperation.Request, new(0x0200_0000_0001), new(10, 0, 0, 1), default, new(10, 0, 0, 2)), arp);
        Assert.False(ArpPacket.TryParse(Hex("0006 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002"), out _, out var fault));
        Assert.Equal(WireFault.BadVersion, fault);
    }

    [Fact]
    public void An_ipv4_header_whose_checksum_is_b861()
    {
        byte[] octets = Hex("4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7");
        Assert.True(IPv4Header.TryParse(octets, out var header));
        Assert.True(IPv4Header.HasValidChecksum(octets));
        Assert.Equal(115, header.TotalLength);
        Assert.True(header.DontFragment);
        Assert.False(header.IsFragment);
        Assert.Equal(IPProtocol.Udp, header.Protocol);
        byte[] written = new byte[20];
        header.Write(written);
        Assert.Equal(octets, written);
        octets[1] ^= 1;
        Assert.False(IPv4Header.HasValidChecksum(octets));
    }

    [Fact]
    public void A_decremented_time_to_live_keeps_the_checksum_right_at_every_value()
    {
        byte[] octets = new byte[20];
        for (int ttl = 1; ttl < 256; ttl++)
        {
            new IPv4Header { TimeToLive = (byte)ttl, Protocol = 6, Source = new((uint)ttl * 0x01010101), Destination = new(10, 0, 0, 1) }.Write(octets);
            IPv4Header.DecrementTimeToLive(octets);
            Assert.True(IPv4Header.HasValidChecksum(octets));
            Assert.Equal(ttl - 1, octets[8]);
        }
    }

    [Fact]
    public void A_udp_header()
    {
        Assert.True(UdpHeader.TryParse(Hex("04d2 0035 000c abcd"), out var header));
        Assert.Equal(new(1234, 53, 12, 0xABCD), header);
        Assert.Equal(4, header.PayloadLength);
    }

    [Fact]
    public void The_syn_of_a_linux_host()
    {
        Assert.True(TcpSegment.TryParse(
            Hex("9c40 0050 fffffff0 00000000 a002 faf0 0000 0000 020405b4 0402080a 00000001 00000000 01030307"), out var segment));
        Assert.Equal("S 0:0(0) win 64240 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>", SegmentNotation.Format(segment, new(0xFFFF_FFF0)));
        Assert.Equal(40, segment.HeaderLength);
        Assert.Equal(1, segment.SequenceLength);
        byte[] written = new byte[40];
        (segment with { HeaderLength = 0 }).Write(written);
        Assert.Equal("020405b40402080a000000010000000001030307", Convert.ToHexStringLower(written.AsSpan(20)));
    }

    [Fact]
    public void Icmp_errors_carry_what_they_name()
    {
        Assert.Equal(1400, IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, 1400).NextHopMtu);
        Assert.Equal(20, IcmpHeader.ParameterProblem(20).Pointer);
        Assert.Equal(new IPv4Address(10, 0, 0, 9), IcmpHeader.Redirect(IcmpCode.RedirectHost, new(10, 0, 0, 9)).Gateway);
        var reply = IcmpHeader.Echo(7, 8).ToReply();
        Assert.Equal((IcmpType.EchoReply, (ushort)7, (ushort)8), (reply.Type, reply.Identifier, reply.SequenceNumber));
        byte[] message = Hex("0800 0000 0007 0008 616263");
        IcmpHeader.WriteChecksum(message);
        Assert.True(InternetChecksum.IsValid(message));
    }

    internal static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
