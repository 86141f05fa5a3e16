using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <content>Receiving: validate, ours or not, reassemble, raw sockets, transport.</content>
public sealed partial class IPv4Module
{
    private static readonly IPv4Address AllSystems = new(224, 0, 0, 1);

    public void Receive(NetBuffer buffer)
    {
        _counters.Received.Add();
        var netInterface = _stack.Datalink.GetInterface(buffer.InterfaceIndex);
        if (netInterface is null)
        {
            _stack.Drop(buffer, DropReason.NoInterface, _counters.Statistics);
            return;
        }

        var reason = ReadHeader(buffer, out var header);
        if (reason == DropReason.None)
        {
            buffer.Source = new(header.Source);
            buffer.Destination = new(header.Destination);
            buffer.Protocol = header.Protocol;
            if ((header.TypeOfService & IPv4Header.EcnMask) == IPv4Header.CongestionExperienced)
                buffer.Flags |= BufferFlags.CongestionExperienced;
            bool fromOurselves = (buffer.Flags & BufferFlags.Looped) != 0 || (netInterface.Device.Flags & InterfaceFlags.Loopback) != 0;
            reason = CheckAddresses(buffer, netInterface, header, fromOurselves);
        }

        if (reason == DropReason.None && header.HeaderLength > IPv4Header.LeastLength)
            reason = CheckOptions(buffer, header.HeaderLength);
        if (reason != DropReason.None)
            _stack.Drop(buffer, reason, _counters.Statistics);
        else if (!header.IsFragment)
            Deliver(buffer, header.HeaderLength);
        else if (_fragments.Add(buffer, header) is { } whole)
            DeliverWhole(whole);
    }

    /// <summary>Fragments are put together on one stack of the host; what they make may belong to another.</summary>
    private void DeliverWhole(NetBuffer whole)
    {
        int home = _stack.Flows?.HomeOf(whole) ?? _stack.Place;
        whole.FrameType = EtherType.IPv4;
        if (home == _stack.Place || !_stack.HandOver(whole, home))
            Deliver(whole, HeaderLengthOf(whole));
    }

    /// <summary>RFC 1122, 3.2.1: version, lengths and checksum, in this order; then cuts padding off.</summary>
    private static DropReason ReadHeader(NetBuffer buffer, out IPv4Header header)
    {
        header = default;
        if (!buffer.TryPeek(IPv4Header.LeastLength, out var octets))
            return DropReason.HeaderTooShort;
        int length = (octets[0] & 0xF) * 4;
        if (length > IPv4Header.LeastLength && !buffer.TryPeek(length, out octets))
            return DropReason.HeaderTooShort;
        if (!IPv4Header.TryParse(octets, out header, out var fault))
            return fault switch
            {
                WireFault.BadVersion => DropReason.BadVersion,
                WireFault.BadLength => DropReason.BadLength,
                _ => DropReason.HeaderMalformed,
            };
        if (header.TotalLength > buffer.Size)
            return DropReason.BadLength;
        if ((buffer.Flags & BufferFlags.NetworkChecksumValid) == 0 && !IPv4Header.HasValidChecksum(octets))
            return DropReason.BadChecksum;
        if (header.TotalLength < buffer.Size)
            buffer.Trim(header.TotalLength);
        return DropReason.None;
    }

    /// <summary>Who may send to whom (RFC 1122, 3.2.1.3), and whether it is for us; sets the broadcast and multicast flags.</summary>
    private DropReason CheckAddresses(NetBuffer buffer, INetInterface netInterface, in IPv4Header header, bool fromOurselves)
    {
        var source = header.Source;
        var destination = header.Destination;
        if (!fromOurselves)
        {
            if (source == destination)
                return DropReason.LandAttack;
            if (destination.IsLoopback || destination.IsThisNetwork || destination.IsReserved)
                return DropReason.MartianDestination;
            bool unnamed = source.IsAny && (destination == IPv4Address.Broadcast || destination.IsMulticast);
            if (!unnamed && (!source.IsUnicast || source.IsLoopback || _stack.Datalink.Match(Domain, buffer.Source, out _) != AddressMatch.None))
                return DropReason.MartianSource;
        }

        bool byLinkGroup = (buffer.Flags & (BufferFlags.Broadcast | BufferFlags.Multicast)) != 0;
        if (destination.IsMulticast)
        {
            buffer.Flags = (buffer.Flags & ~BufferFlags.Broadcast) | BufferFlags.Multicast;
            return destination == AllSystems || _groups.IsMember(netInterface.Index, destination)
                ? DropReason.None : DropReason.NotMember;
        }

        switch (_stack.Datalink.Match(Domain, buffer.Destination, out _))
        {
            case AddressMatch.Broadcast:
                buffer.Flags |= BufferFlags.Broadcast;
                return DropReason.None;
            case AddressMatch.Local:
                // RFC 1122, 3.3.6: what came by a group of the link must be for a group of ours.
                return byLinkGroup && !fromOurselves ? DropReason.MartianDestination : DropReason.None;
            default:
                return byLinkGroup ? DropReason.NotForUs : DropReason.ForwardingDisabled;
        }
    }

    /// <summary>Source routes are refused (RFC 7126, 4.3 and 4.4); routes and timestamps to be recorded are left as they came.</summary>
    private DropReason CheckOptions(NetBuffer buffer, int headerLength)
    {
        if (!buffer.TryPeek(headerLength, out var header))
            return DropReason.HeaderTooShort;
        if (!IPv4Options.AreValid(header, headerLength, out int fault))
        {
            ErrorReply(new(NetworkErrorKind.ParameterProblem, (uint)fault), buffer);
            return DropReason.BadOption;
        }

        foreach (var option in IPv4Options.Of(header, headerLength))
        {
            if (option.IsSourceRoute)
                return DropReason.SourceRouted;
        }

        return DropReason.None;
    }

    private static int HeaderLengthOf(NetBuffer buffer) =>
        buffer.TryPeek(IPv4Header.LeastLength, out var octets) ? (octets[0] & 0xF) * 4 : IPv4Header.LeastLength;

    private void Deliver(NetBuffer buffer, int headerLength)
    {
        buffer.NetworkLength = buffer.Size;
        bool taken = Raw.Deliver(buffer);
        byte protocol = buffer.Protocol;
        buffer.StoreHeader();
        buffer.RemoveHeader(headerLength);
        buffer.TransportLength = buffer.Size;
        var receiver = _stack.GetReceivingProtocol(NetFamily.Internet, protocol);
        if (receiver is not null)
        {
            _counters.Delivered.Add();
            receiver.Receive(buffer);
            return;
        }

        if (taken)
        {
            buffer.Free();
            return;
        }

        ErrorReply(new(NetworkErrorKind.UnreachableProtocol), buffer);
        _stack.Drop(buffer, DropReason.UnknownProtocol, _counters.Statistics);
    }

    /// <summary>
    /// The control protocol hands over what was quoted of a packet of ours, from its IPv4 header on: the header goes, and the transport that sent it is told.
    /// </summary>
    public void ErrorReceived(in NetworkError error, NetBuffer quoted)
    {
        if (!TryReadQuote(quoted, out var header))
        {
            _stack.Drop(quoted, DropReason.IcmpQuoteMalformed, _counters.Statistics);
            return;
        }

        quoted.Source = new(header.Source);
        quoted.Destination = new(header.Destination);
        quoted.Protocol = header.Protocol;
        if (_stack.Datalink.Match(Domain, quoted.Source, out _) != AddressMatch.Local || header.FragmentOffset != 0)
        {
            _stack.Drop(quoted, DropReason.IcmpQuoteUnknown, _counters.Statistics);
            return;
        }

        var told = error.Kind == NetworkErrorKind.MessageSize ? error with { Value = CorrectedMtu(error.Value, header.TotalLength) } : error;
        quoted.RemoveHeader(header.HeaderLength);
        quoted.TransportLength = quoted.Size;
        Raw.ErrorReceived(told, quoted);
        if (_stack.GetReceivingProtocol(NetFamily.Internet, header.Protocol) is { } receiver)
            receiver.ErrorReceived(told, quoted);
        else
            _stack.Drop(quoted, DropReason.IcmpQuoteUnknown, _counters.Statistics);
    }

    private static bool TryReadQuote(NetBuffer quoted, out IPv4Header header)
    {
        header = default;
        if (!quoted.TryPeek(IPv4Header.LeastLength, out var octets))
            return false;
        int length = (octets[0] & 0xF) * 4;
        return length >= IPv4Header.LeastLength && quoted.TryPeek(length, out octets) && IPv4Header.TryParse(octets, out header);
    }

    // RFC 1191, 5: a router that does not tell its MTU, or tells one that the packet would have fitted, means the next plateau.
    private static uint CorrectedMtu(uint told, int packetLength) =>
        told == 0 || told >= packetLength ? (uint)PathMtuCache.NextPlateau(packetLength) : Math.Max(told, PathMtuCache.LeastMtu);
}
