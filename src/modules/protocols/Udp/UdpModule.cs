using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.IPv4;
using Hokku.Wire.Udp;

namespace Hokku.Protocols.Udp;

/// <summary>UDP (RFC 768, RFC 1122 section 4.1, RFC 8085): datagrams between ports.</summary>
public sealed class UdpModule : IProtocolModule, IReceivingProtocol
{
    private const string Name = "network/protocols/udp/v1";
    private const string IPv4 = "network/protocols/ipv4/v1";

    public static ModuleManifest Description { get; } = new(Name)
    {
        ProtocolChains =
        [
            new(NetFamily.Internet, SocketType.Dgram, 0, Name, IPv4),
            new(NetFamily.Internet, SocketType.Dgram, IPProtocol.Udp, Name, IPv4),
        ],
        ReceivingProtocols = [new(NetFamily.Internet, IPProtocol.Udp)],
    };

    public ModuleManifest Manifest => Description;

    internal INetStack Stack { get; private set; } = null!;

    internal UdpCounters Counters { get; private set; } = null!;

    internal EndpointTable Endpoints { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        Stack = stack;
        Counters = new(stack.Statistics(Description.ShortName));
        Endpoints = new(stack.Entropy);
        stack.RegisterReceivingProtocol(NetFamily.Internet, IPProtocol.Udp, this);
        stack.RegisterOffload(NetFamily.Internet, IPProtocol.Udp, new UdpOffload(Endpoints));
    }

    public void Unregister()
    {
    }

    public NetProtocol CreateProtocol(INetSocket socket) => new UdpEndpoint(this, socket);

    public void Receive(NetBuffer buffer)
    {
        Counters.Received.Add(UdpEndpoint.CountOf(buffer));
        var reason = ReadHeader(buffer, out var header);
        if (reason != DropReason.None)
        {
            Stack.Drop(buffer, reason, Counters.Statistics);
            return;
        }

        buffer.Source.Port = header.SourcePort;
        buffer.Destination.Port = header.DestinationPort;
        if ((buffer.Flags & (BufferFlags.Broadcast | BufferFlags.Multicast)) != 0)
            DeliverToAll(buffer);
        else if (Endpoints.Find(buffer) is { } endpoint)
            endpoint.Receive(buffer);
        else
            Refuse(buffer);
    }

    /// <summary>RFC 768: lengths, the checksum unless the sender made none, and no port zero to send to.</summary>
    private DropReason ReadHeader(NetBuffer buffer, out UdpHeader header)
    {
        header = default;
        if (!buffer.TryPeek(UdpHeader.HeaderLength, out var octets))
            return DropReason.HeaderTooShort;
        if (!UdpHeader.TryParse(octets, out header) || header.TotalLength > buffer.Size)
            return DropReason.BadLength;
        if (buffer.IsSuperPacket && (buffer.SegmentKind != SegmentKind.Udp || (buffer.Flags & BufferFlags.TransportChecksumValid) == 0))
            return DropReason.BadChecksum; // joined datagrams have none of their own any more: somebody must vouch for them
        if (header.TotalLength < buffer.Size)
            buffer.Trim(header.TotalLength);
        if (header.Checksum == 0)
            Counters.WithoutChecksum.Add();
        else if ((buffer.Flags & BufferFlags.TransportChecksumValid) == 0)
        {
            uint pseudo = InternetChecksum.PseudoHeader(buffer.Source, buffer.Destination, IPProtocol.Udp, header.TotalLength);
            if (buffer.Checksum(0, buffer.Size, pseudo) != 0)
                return DropReason.BadChecksum;
        }

        return header.DestinationPort.IsAny ? DropReason.PortZero : DropReason.None;
    }

    /// <summary>A datagram to a group is for every endpoint that listens there (RFC 1122, 4.1.3.3); nobody is told when there is none.</summary>
    private void DeliverToAll(NetBuffer buffer)
    {
        bool delivered = false;
        foreach (var endpoint in Endpoints.OfPort(buffer.Destination.Port))
        {
            if (!endpoint.Accepts(buffer, isGroup: true) || buffer.Clone() is not { } copy)
                continue;
            delivered |= endpoint.Receive(copy);
        }

        if (delivered)
            buffer.Free();
        else
            Stack.Drop(buffer, DropReason.PortUnreachable, Counters.Statistics);
    }

    private void Refuse(NetBuffer buffer)
    {
        Counters.NoPort.Add();
        Stack.GetDomain(buffer.Destination.Family)?.Protocol.ErrorReply(new(NetworkErrorKind.UnreachablePort), buffer);
        Stack.Drop(buffer, DropReason.PortUnreachable, Counters.Statistics);
    }

    /// <summary>An error about a datagram of ours: connected sockets are told; what proves that we sent it may lower the path MTU.</summary>
    public void ErrorReceived(in NetworkError error, NetBuffer quoted)
    {
        if (!quoted.TryPeek(UdpHeader.HeaderLength, out var octets) || !UdpHeader.TryParse(octets, out var header))
        {
            Stack.Drop(quoted, DropReason.IcmpQuoteMalformed, Counters.Statistics);
            return;
        }

        quoted.Source.Port = header.SourcePort;
        quoted.Destination.Port = header.DestinationPort;
        if (Endpoints.FindSender(quoted.Source, quoted.Destination) is not { } endpoint || !endpoint.MayHaveSentTo(quoted.Destination))
        {
            Stack.Drop(quoted, DropReason.IcmpQuoteUnknown, Counters.Statistics);
            return;
        }

        Counters.Errors.Add();
        if (error.Kind == NetworkErrorKind.MessageSize)
            endpoint.Domain.Protocol.LearnPathMtu(quoted.Destination, (int)error.Value);
        endpoint.ErrorReceived(error);
        quoted.Free();
    }
}
