using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;

namespace Hokku.Testing;

/// <summary>Scripts over IPv4: we are 192.0.2.1, the peer is 192.0.2.2, and 192.0.2.254 reports errors.</summary>
internal sealed class ScriptFamily4 : IScriptFamily
{
    // RFC 792: the header and eight octets.
    private const int Quoted = IPv4Header.LeastLength + 8;

    private static readonly NetAddress Router = new(new IPv4Address(192, 0, 2, 254));

    public NetFamily Family => NetFamily.Internet;

    public ushort FrameType => EtherType.IPv4;

    public NetAddress Ours { get; } = new(new IPv4Address(192, 0, 2, 1));

    public NetAddress Peer { get; } = new(new IPv4Address(192, 0, 2, 2));

    public int PrefixLength => 24;

    public byte[] Wrap(ReadOnlySpan<byte> segment, in NetAddress source, in NetAddress destination)
    {
        byte[] packet = Wrap(segment, IPProtocol.Tcp, source.IPv4, destination.IPv4);
        var octets = packet.AsSpan(IPv4Header.LeastLength);
        if (octets.Length < TcpSegment.LeastLength)
            return packet;
        BinaryPrimitives.WriteUInt16BigEndian(octets[TcpSegment.ChecksumOffset..], 0);
        uint sum = InternetChecksum.PseudoHeader(source.IPv4, destination.IPv4, IPProtocol.Tcp, octets.Length) + (uint)InternetChecksum.Fold(InternetChecksum.Sum(octets));
        BinaryPrimitives.WriteUInt16BigEndian(octets[TcpSegment.ChecksumOffset..], InternetChecksum.Finish(sum));
        return packet;
    }

    public byte[]? Unwrap(byte[] packet, out string? fault)
    {
        fault = null;
        if (!IPv4Header.TryParse(packet, out var header, out var wrong) || header.TotalLength != packet.Length)
            fault = $"a packet with a wrong IPv4 header ({wrong})";
        else if (!IPv4Header.HasValidChecksum(packet.AsSpan(0, header.HeaderLength)))
            fault = "a packet with a wrong IPv4 checksum";
        else if (header.Protocol != IPProtocol.Tcp)
            fault = PacketNotation.DescribeIPv4(packet, new SequenceBases());
        if (fault is not null)
            return null;
        byte[] segment = packet[header.HeaderLength..];
        uint sum = InternetChecksum.PseudoHeader(header.Source, header.Destination, IPProtocol.Tcp, segment.Length) + (uint)InternetChecksum.Fold(InternetChecksum.Sum(segment));
        if (InternetChecksum.IsValid(sum))
            return segment;
        fault = "a segment with a wrong TCP checksum";
        return null;
    }

    public byte[] WrapError(NetworkErrorKind kind, uint value, byte[] packet)
    {
        byte[] message = [.. new byte[IcmpHeader.HeaderLength], .. packet.AsSpan(0, Math.Min(packet.Length, Quoted))];
        Header(kind, value).Write(message);
        IcmpHeader.WriteChecksum(message);
        return Wrap(message, IPProtocol.Icmp, Router.IPv4, Ours.IPv4);
    }

    private static IcmpHeader Header(NetworkErrorKind kind, uint value) => kind switch
    {
        NetworkErrorKind.UnreachableNetwork => IcmpHeader.Unreachable(IcmpCode.NetUnreachable),
        NetworkErrorKind.UnreachableHost => IcmpHeader.Unreachable(IcmpCode.HostUnreachable),
        NetworkErrorKind.UnreachableProtocol => IcmpHeader.Unreachable(IcmpCode.ProtocolUnreachable),
        NetworkErrorKind.UnreachablePort => IcmpHeader.Unreachable(IcmpCode.PortUnreachable),
        NetworkErrorKind.MessageSize => IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, (ushort)value),
        NetworkErrorKind.UnreachableSourceFailed => IcmpHeader.Unreachable(IcmpCode.SourceRouteFailed),
        NetworkErrorKind.UnreachableHostProhibited => IcmpHeader.Unreachable(IcmpCode.HostProhibited),
        NetworkErrorKind.UnreachableNetworkProhibited => IcmpHeader.Unreachable(IcmpCode.NetProhibited),
        NetworkErrorKind.UnreachableFilterProhibited => IcmpHeader.Unreachable(IcmpCode.CommunicationProhibited),
        NetworkErrorKind.TransitTimeExceeded => IcmpHeader.TimeExceeded(IcmpCode.TransitTimeExceeded),
        NetworkErrorKind.ReassemblyTimeExceeded => IcmpHeader.TimeExceeded(IcmpCode.ReassemblyTimeExceeded),
        NetworkErrorKind.ParameterProblem => IcmpHeader.ParameterProblem((byte)value),
        NetworkErrorKind.Quench => new IcmpHeader(IcmpType.SourceQuench, 0, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Scripts have no message for it."),
    };

    private static byte[] Wrap(ReadOnlySpan<byte> payload, byte protocol, IPv4Address source, IPv4Address destination)
    {
        byte[] packet = [.. new byte[IPv4Header.LeastLength], .. payload];
        new IPv4Header { TotalLength = packet.Length, Protocol = protocol, Source = source, Destination = destination, DontFragment = true }.Write(packet);
        return packet;
    }
}
