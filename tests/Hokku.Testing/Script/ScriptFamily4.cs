using System.Buffers.Binary;
using Hokku.Abstractions;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;
using Hokku.Wire.Udp;

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

    public byte[] Wrap(ReadOnlySpan<byte> payload, byte protocol, in NetAddress source, in NetAddress destination, in NetworkMarks marks)
    {
        byte[] packet = WrapBare(payload, protocol, source.IPv4, destination.IPv4, marks);
        var octets = packet.AsSpan(IPv4Header.LeastLength);
        int field = protocol == IPProtocol.Tcp ? TcpSegment.ChecksumOffset : UdpHeader.ChecksumOffset;
        if (octets.Length < field + 2)
            return packet;
        BinaryPrimitives.WriteUInt16BigEndian(octets[field..], 0);
        ushort sum = InternetChecksum.Finish(TransportSum(octets, protocol, source.IPv4, destination.IPv4));
        BinaryPrimitives.WriteUInt16BigEndian(octets[field..], marks.HasBadChecksum ? (ushort)~sum : sum);
        return packet;
    }

    public ScriptArrival? Unwrap(byte[] packet, out string? fault)
    {
        fault = null;
        if (!IPv4Header.TryParse(packet, out var header, out var wrong) || header.TotalLength != packet.Length)
            fault = $"a packet with a wrong IPv4 header ({wrong})";
        else if (!IPv4Header.HasValidChecksum(packet.AsSpan(0, header.HeaderLength)))
            fault = "a packet with a wrong IPv4 checksum";
        else if (header.Protocol is not (IPProtocol.Tcp or IPProtocol.Udp or IPProtocol.Icmp))
            fault = PacketNotation.DescribeIPv4(packet, new SequenceBases());
        if (fault is not null)
            return null;
        byte[] payload = packet[header.HeaderLength..];
        bool isValid = header.Protocol == IPProtocol.Icmp
            ? InternetChecksum.IsValid(InternetChecksum.Sum(payload))
            : InternetChecksum.IsValid(TransportSum(payload, header.Protocol, header.Source, header.Destination));
        if (isValid)
            return new(header.Protocol, payload, new NetworkMarks(header.TypeOfService, header.TimeToLive, !header.DontFragment));
        fault = $"a packet of protocol {header.Protocol} with a wrong checksum";
        return null;
    }

    public PacketText Describe(in ScriptArrival control)
    {
        if (!IcmpHeader.TryParse(control.Payload, out var header) || Kind(header) is not { } kind)
            return new() { Marks = control.Marks.Words(), Control = ["icmp", "other"] };
        string words = $"icmp {ControlNotation.Words(kind)}{(kind == NetworkErrorKind.MessageSize ? $" mtu {header.NextHopMtu}" : "")}";
        string quoted = IPv4Header.TryParse(control.Payload.AsSpan(IcmpHeader.HeaderLength), out var cause)
            ? cause.Protocol switch { IPProtocol.Tcp => "tcp", IPProtocol.Udp => "udp", _ => "other" }
            : "";
        return new() { Marks = control.Marks.Words(), Control = words.Split(' '), Quoted = quoted };
    }

    public byte[] WrapError(NetworkErrorKind kind, uint value, byte[] packet)
    {
        byte[] message = [.. new byte[IcmpHeader.HeaderLength], .. packet.AsSpan(0, Math.Min(packet.Length, Quoted))];
        Header(kind, value).Write(message);
        IcmpHeader.WriteChecksum(message);
        return WrapBare(message, IPProtocol.Icmp, Router.IPv4, Ours.IPv4, new NetworkMarks(0, 64));
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

    private static NetworkErrorKind? Kind(in IcmpHeader header)
    {
        foreach (var kind in Enum.GetValues<NetworkErrorKind>())
        {
            if (kind is > NetworkErrorKind.RedirectHost and not (NetworkErrorKind.UnreachableNetworkUnknown or NetworkErrorKind.UnreachableHostUnknown
                or NetworkErrorKind.UnreachableIsolated or NetworkErrorKind.UnreachableNetworkService or NetworkErrorKind.UnreachableHostService
                or NetworkErrorKind.UnreachableHostPrecedence or NetworkErrorKind.UnreachablePrecedenceCutoff)
                && Header(kind, 0) is var known && (known.Type, known.Code) == (header.Type, header.Code))
                return kind;
        }

        return null;
    }

    private static uint TransportSum(ReadOnlySpan<byte> octets, byte protocol, IPv4Address source, IPv4Address destination) =>
        InternetChecksum.PseudoHeader(source, destination, protocol, octets.Length) + (uint)InternetChecksum.Fold(InternetChecksum.Sum(octets));

    private static byte[] WrapBare(ReadOnlySpan<byte> payload, byte protocol, IPv4Address source, IPv4Address destination, in NetworkMarks marks)
    {
        byte[] packet = [.. new byte[IPv4Header.LeastLength], .. payload];
        new IPv4Header
        {
            TotalLength = packet.Length,
            Protocol = protocol,
            Source = source,
            Destination = destination,
            DontFragment = !marks.MayFragment,
            TypeOfService = marks.TypeOfService,
            TimeToLive = marks.Hops,
        }.Write(packet);
        return packet;
    }
}
