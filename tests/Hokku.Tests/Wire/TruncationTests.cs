using System.Buffers.Binary;
using Hokku.Wire;
using Hokku.Wire.Arp;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;
using Xunit;

namespace Hokku.Tests.Wire;

/// <summary>Every truncation length crossed with every value of every header-length field: no exception, and the right verdict.</summary>
public sealed class TruncationTests
{
    private static readonly byte[] Noise = MakeNoise();

    [Fact]
    public void Ethernet_needs_14_octets()
    {
        for (int length = 0; length <= Noise.Length; length++)
            Assert.Equal(length >= 14, EthernetHeader.TryParse(Noise.AsSpan(0, length), out _));
    }

    [Fact]
    public void Arp_needs_28_octets_and_the_lengths_of_ethernet_and_ipv4()
    {
        byte[] octets = new byte[40];
        default(ArpPacket).Write(octets);
        for (int length = 0; length <= octets.Length; length++)
        {
            for (int hardware = 0; hardware < 256; hardware++)
            {
                for (int protocol = 0; protocol < 256; protocol++)
                {
                    (octets[4], octets[5]) = ((byte)hardware, (byte)protocol);
                    if ((length >= 28 && hardware == 6 && protocol == 4) != ArpPacket.TryParse(octets.AsSpan(0, length), out _))
                        Assert.Fail($"length {length} hardware {hardware} protocol {protocol}");
                }
            }
        }
    }

    [Fact]
    public void IPv4_header_length_below_5_and_options_panic()
    {
        byte[] octets = (byte[])Noise.Clone();
        for (int first = 0; first < 256; first++)
        {
            octets[0] = (byte)first;
            for (int total = 0; total <= 70; total++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)total);
                for (int length = 0; length <= 70; length++)
                {
                    int header = (first & 15) * 4;
                    bool right = length >= 20 && first >> 4 == 4 && header >= 20 && header <= length && total >= header;
                    bool parsed = IPv4Header.TryParse(octets.AsSpan(0, length), out var value, out var fault);
                    if (parsed != right || parsed != (fault == WireFault.None))
                        Assert.Fail($"first octet {first} total {total} length {length}: {fault}");
                    if (parsed)
                        IPv4Options.AreValid(octets.AsSpan(0, length), value.HeaderLength, out _);
                }
            }
        }
    }

    [Fact]
    public void IPv4_options_of_every_kind_length_and_room_end_their_walk()
    {
        byte[] octets = (byte[])Noise.Clone();
        for (int kind = 0; kind < 256; kind++)
        {
            for (int optionLength = 0; optionLength < 256; optionLength++)
            {
                for (int room = 0; room <= 40; room++)
                    WalkIPv4Option(octets, kind, optionLength, room);
            }
        }
    }

    [Fact]
    public void Icmp_needs_8_octets()
    {
        for (int length = 0; length <= Noise.Length; length++)
            Assert.Equal(length >= 8, IcmpHeader.TryParse(Noise.AsSpan(0, length), out _));
    }

    [Fact]
    public void Udp_needs_8_octets_and_a_length_of_8()
    {
        byte[] octets = (byte[])Noise.Clone();
        for (int field = 0; field < 65536; field++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)field);
            for (int length = 0; length <= 10; length++)
            {
                if ((length >= 8 && field >= 8) != UdpHeader.TryParse(octets.AsSpan(0, length), out _))
                    Assert.Fail($"field {field} length {length}");
            }
        }
    }

    [Fact]
    public void Tcp_header_length_of_every_value_at_every_truncation()
    {
        byte[] octets = (byte[])Noise.Clone();
        for (int offset = 0; offset < 16; offset++)
        {
            octets[12] = (byte)(offset << 4);
            for (int length = 0; length <= 80; length++)
            {
                bool right = length >= 20 && offset >= 5 && offset * 4 <= length;
                Assert.Equal(right, TcpSegment.TryParse(octets.AsSpan(0, length), out var segment, out var fault));
                Assert.Equal(right, fault == WireFault.None);
                if (right)
                    Assert.Equal(length - (offset * 4), segment.PayloadLength);
            }
        }
    }

    [Fact]
    public void Tcp_options_length_0_1_or_past_the_end()
    {
        byte[] octets = (byte[])Noise.Clone();
        for (int kind = 0; kind < 256; kind++)
        {
            for (int optionLength = 0; optionLength < 256; optionLength++)
            {
                for (int room = 2; room <= 40; room++)
                {
                    octets.AsSpan(0, 60).Clear();
                    (octets[0], octets[1]) = ((byte)kind, (byte)optionLength);
                    bool malformed = kind > 1 && (optionLength < 2 || optionLength > room);
                    // A no-operation in front makes the length the next kind, with no octets but zeros behind it.
                    bool next = kind == 1 && optionLength > 1;
                    if (TcpOptions.Parse(octets.AsSpan(0, room)).IsMalformed != (malformed || next))
                        Assert.Fail($"kind {kind} length {optionLength} room {room}");
                }
            }
        }
    }

    private static void WalkIPv4Option(byte[] octets, int kind, int optionLength, int room)
    {
        (octets[0], octets[1]) = ((byte)kind, (byte)optionLength);
        var options = IPv4Options.Of(octets.AsSpan(0, room));
        int walked = 0;
        while (options.MoveNext())
        {
            walked += options.Current.Octets.Length;
            _ = options.Current.IsValid;
            _ = options.Current.Pointer + options.Current.Overflow;
            for (int i = 0; i < options.Current.RouteCount; i++)
                _ = options.Current.Route(i);
        }

        bool malformed = room > 0 && kind > 1 && (room < 2 || optionLength < 2 || optionLength > room);
        if (walked > room || (malformed && !options.IsMalformed) || options.FaultOffset > 20 + room + 1)
            Assert.Fail($"kind {kind} length {optionLength} room {room}");
    }

    private static byte[] MakeNoise()
    {
        byte[] noise = new byte[80];
        new Random(2).NextBytes(noise);
        return noise;
    }
}
