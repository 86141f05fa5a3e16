using System.Buffers.Binary;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Udp;

namespace Hokku.Tests.Protocols;

/// <summary>Writes packets as they lie on the wire, from the IPv4 header on.</summary>
internal static class Packets
{
    /// <summary>An IPv4 packet; what the header leaves open (lengths, checksum) is filled in.</summary>
    public static byte[] IPv4(IPv4Header header, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> options = default)
    {
        int headerLength = IPv4Header.LeastLength + options.Length;
        var packet = new byte[headerLength + payload.Length];
        options.CopyTo(packet.AsSpan(IPv4Header.LeastLength));
        payload.CopyTo(packet.AsSpan(headerLength));
        (header with { HeaderLength = headerLength, TotalLength = packet.Length }).Write(packet);
        return packet;
    }

    public static byte[] Icmp(IcmpHeader header, ReadOnlySpan<byte> body = default)
    {
        var message = new byte[IcmpHeader.HeaderLength + body.Length];
        body.CopyTo(message.AsSpan(IcmpHeader.HeaderLength));
        header.Write(message);
        IcmpHeader.WriteChecksum(message);
        return message;
    }

    public static byte[] Udp(IPv4Address source, Port sourcePort, IPv4Address destination, Port destinationPort, ReadOnlySpan<byte> payload, bool checksum = true)
    {
        var datagram = new byte[UdpHeader.HeaderLength + payload.Length];
        payload.CopyTo(datagram.AsSpan(UdpHeader.HeaderLength));
        new UdpHeader(sourcePort, destinationPort, datagram.Length, 0).Write(datagram);
        if (checksum)
        {
            uint sum = InternetChecksum.PseudoHeader(source, destination, IPProtocol.Udp, datagram.Length) + InternetChecksum.Sum(datagram);
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(UdpHeader.ChecksumOffset), InternetChecksum.FinishNonZero(sum));
        }

        return datagram;
    }

    /// <summary>A packet that carries a datagram.</summary>
    public static byte[] Datagram(
        IPv4Address source, Port sourcePort, IPv4Address destination, Port destinationPort, ReadOnlySpan<byte> payload, bool checksum = true) =>
        IPv4(new() { Source = source, Destination = destination, Protocol = IPProtocol.Udp, Identification = 7 },
            Udp(source, sourcePort, destination, destinationPort, payload, checksum));

    /// <summary>A packet that carries an echo request.</summary>
    public static byte[] Echo(IPv4Address source, IPv4Address destination, int size = 56, ushort identifier = 1, ushort sequence = 1) =>
        IPv4(new() { Source = source, Destination = destination, Protocol = IPProtocol.Icmp, Identification = 9 },
            Icmp(IcmpHeader.Echo(identifier, sequence), Pattern(size)));

    /// <summary>An error message about a packet.</summary>
    public static byte[] Error(IPv4Address source, IPv4Address destination, IcmpHeader header, ReadOnlySpan<byte> about) =>
        IPv4(new() { Source = source, Destination = destination, Protocol = IPProtocol.Icmp }, Icmp(header, about));

    public static byte[] Pattern(int size)
    {
        var octets = new byte[size];
        for (int i = 0; i < size; i++)
            octets[i] = (byte)((i * 7) + (i >> 8));
        return octets;
    }

    /// <summary>Cuts a packet into fragments with so much payload each.</summary>
    public static List<byte[]> Fragments(byte[] packet, int payload)
    {
        var header = Header(packet);
        List<byte[]> fragments = [];
        for (int offset = 0; offset < header.PayloadLength; offset += payload)
        {
            int size = Math.Min(payload, header.PayloadLength - offset);
            fragments.Add(IPv4(header with { FragmentOffset = offset, MoreFragments = offset + size < header.PayloadLength }, packet.AsSpan(header.HeaderLength + offset, size)));
        }

        return fragments;
    }

    public static IPv4Header Header(byte[] packet) =>
        IPv4Header.TryParse(packet, out var header) ? header : throw new InvalidDataException("Not an IPv4 packet.");

    /// <summary>The ICMP header of a packet that carries one.</summary>
    public static IcmpHeader IcmpOf(byte[] packet) =>
        IcmpHeader.TryParse(packet.AsSpan(Header(packet).HeaderLength), out var header) ? header : throw new InvalidDataException("Not an ICMP message.");
}
