using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <content>Sending: the header, the path MTU, and copies for ourselves.</content>
public sealed partial class IPv4Module
{
    private const int LargestPacket = 65535;

    // Without a socket nobody learns of a path MTU: routers may fragment.
    private static readonly SendTraits WithoutSocket = new() { Discovery = MtuDiscovery.Never };

    /// <summary>Sends without a socket. An InterfaceIndex in the buffer admits routes of that interface only.</summary>
    public SocketError Send(NetBuffer buffer)
    {
        var error = FindRoute(buffer.Destination, ref buffer.Source, buffer.InterfaceIndex, WithoutSocket, SocketOptions.Broadcast, out var route);
        if (error == SocketError.Success)
            return Output(route!, buffer, WithoutSocket);
        return Refuse(buffer, DropReason.NoRoute, error);
    }

    public SocketError SendRouted(NetRoute route, NetBuffer buffer) => Output(route, buffer, WithoutSocket);

    /// <summary>Puts the header on and hands the packet to the datalink module, in fragments where it must be. Owns the buffer.</summary>
    internal SocketError Output(NetRoute route, NetBuffer buffer, SendTraits traits)
    {
        if (buffer.Source.IsUnspecified && _stack.Datalink.SourceFor(route, buffer.Destination) is { } source)
            buffer.Source = source.Local;
        if ((buffer.Flags & BufferFlags.HeaderIncluded) != 0)
            return OutputWithHeader(route, buffer, traits);

        int headerLength = IPv4Header.LeastLength + traits.Options.Length;
        int total = headerLength + buffer.Size;
        if (total > LargestPacket)
            return TooBig(buffer);
        MarkGroups(buffer, route.Interface);
        int mtu = route.Mtu;
        bool allowsFragments = false;
        if (traits.Discovery != MtuDiscovery.Probe)
            mtu = _pathMtus.Find(buffer.Destination.IPv4, mtu, out allowsFragments);
        bool fits = total <= mtu || (buffer.IsSuperPacket && SegmentFits(buffer, headerLength, mtu));
        if (!fits && (traits.Discovery is MtuDiscovery.Always or MtuDiscovery.Probe || buffer.IsSuperPacket))
            return TooBig(buffer);

        var header = new IPv4Header
        {
            HeaderLength = headerLength,
            TypeOfService = (buffer.Flags & BufferFlags.EcnCapable) == 0 ? traits.TypeOfService : (byte)((traits.TypeOfService & ~IPv4Header.EcnMask) | IPv4Header.EcnCapable),
            TotalLength = total,
            Identification = _identifications.Next(buffer.Source.IPv4, buffer.Destination.IPv4, buffer.Protocol, SegmentCount(buffer)),
            DontFragment = fits && !allowsFragments && traits.Discovery != MtuDiscovery.Never,
            TimeToLive = buffer.Destination.IPv4.IsMulticast ? traits.MulticastTimeToLive : traits.TimeToLive,
            Protocol = buffer.Protocol,
            Source = buffer.Source.IPv4,
            Destination = buffer.Destination.IPv4,
        };
        if (!fits)
            return OutputFragments(route, buffer, header, traits, mtu);
        if (!TryPrependHeader(buffer, header, traits.Options))
            return Refuse(buffer, DropReason.NoMemory, SocketError.NoBufferSpaceAvailable);
        return Transmit(route, buffer, traits);
    }

    /// <summary>A packet whose header the sender wrote (IP_HDRINCL): length and checksum are ours, source and identification where it left them open.</summary>
    private SocketError OutputWithHeader(NetRoute route, NetBuffer buffer, SendTraits traits)
    {
        if (buffer.Size > Math.Min(route.Mtu, LargestPacket))
            return TooBig(buffer);
        if (!TryReadOwnHeader(buffer, out var header, out var octets))
            return Refuse(buffer, DropReason.HeaderMalformed, SocketError.InvalidArgument);
        var source = header.Source.IsAny && !buffer.Source.IsUnspecified ? buffer.Source.IPv4 : header.Source;
        header = header with
        {
            Source = source,
            Identification = header.Identification != 0 ? header.Identification : _identifications.Next(source, header.Destination, header.Protocol),
        };
        header.Write(octets);
        buffer.Protocol = header.Protocol;
        MarkGroups(buffer, route.Interface);
        return Transmit(route, buffer, traits);
    }

    private static bool TryReadOwnHeader(NetBuffer buffer, out IPv4Header header, out Span<byte> octets)
    {
        header = default;
        octets = default;
        if (!buffer.TryPeek(IPv4Header.LeastLength, out var first))
            return false;
        int length = (first[0] & 0xF) * 4;
        if (length < IPv4Header.LeastLength || !buffer.TryPeek(length, out _) || !buffer.TryDirectAccess(0, length, out octets))
            return false;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(octets[2..], (ushort)buffer.Size);
        return IPv4Header.TryParse(octets, out header);
    }

    private SocketError Transmit(NetRoute route, NetBuffer buffer, SendTraits traits)
    {
        buffer.NetworkLength = buffer.Size;
        buffer.FrameType = EtherType.IPv4;
        buffer.Flags |= BufferFlags.NetworkChecksumValid;
        _counters.Sent.Add();
        if ((buffer.Flags & (BufferFlags.Broadcast | BufferFlags.Multicast)) != 0)
            LoopCopy(route, buffer, traits);
        return _stack.Datalink.Send(route, buffer);
    }

    /// <summary>Groups and broadcasts include ourselves: members here get a copy (RFC 1112, 6.1).</summary>
    private void LoopCopy(NetRoute route, NetBuffer buffer, SendTraits traits)
    {
        var destination = buffer.Destination.IPv4;
        bool wanted = destination.IsMulticast
            ? traits.MulticastLoop && _groups.IsMember(route.Interface.Index, destination)
            : (route.Flags & Wire.Control.RouteFlags.Local) == 0;
        if (!wanted || (route.Interface.Device.Flags & Wire.Control.InterfaceFlags.Loopback) != 0 || buffer.Clone() is not { } copy)
            return;
        copy.Flags = (copy.Flags & ~BufferFlags.TransportChecksumNeeded) | BufferFlags.Looped | BufferFlags.TransportChecksumValid;
        copy.InterfaceIndex = route.Interface.Index;
        _stack.Loop(route.Interface.Device, copy);
    }

    private void MarkGroups(NetBuffer buffer, INetInterface netInterface)
    {
        var destination = buffer.Destination.IPv4;
        if (destination.IsMulticast)
            buffer.Flags |= BufferFlags.Multicast;
        else if (destination == IPv4Address.Broadcast || IsBroadcastOf(netInterface, destination))
            buffer.Flags |= BufferFlags.Broadcast;
    }

    private bool SegmentFits(NetBuffer buffer, int headerLength, int mtu) =>
        _stack.GetOffload(NetFamily.Internet, buffer.Protocol) is { } offload
        && headerLength + offload.HeaderLength(buffer) + buffer.SegmentSize <= mtu;

    private static int SegmentCount(NetBuffer buffer) => buffer.IsSuperPacket ? (buffer.Size / buffer.SegmentSize) + 1 : 1;

    private static bool TryPrependHeader(NetBuffer buffer, in IPv4Header header, ReadOnlySpan<byte> options)
    {
        if (!buffer.TryPrepend(header.HeaderLength, out var octets))
            return false;
        options.CopyTo(octets[IPv4Header.LeastLength..]);
        header.Write(octets);
        return true;
    }

    private SocketError TooBig(NetBuffer buffer)
    {
        _counters.TooBig.Add();
        return Refuse(buffer, DropReason.TooBig, SocketError.MessageSize);
    }

    private SocketError Refuse(NetBuffer buffer, DropReason reason, SocketError error)
    {
        _stack.Drop(buffer, reason, _counters.Statistics);
        return error;
    }
}
