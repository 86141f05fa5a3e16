using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;

namespace Hokku.Datalink.Arp;

/// <content>What comes in: the algorithm of RFC 826 with the checks of RFC 5227 before it.</content>
internal sealed partial class ArpLink
{
    public void Receive(NetDevice device, NetBuffer buffer)
    {
        var reason = buffer.TryPeek(ArpPacket.PacketLength, out var octets) && ArpPacket.TryParse(octets, out var packet)
            ? Check(packet)
            : DropReason.ArpMalformed;
        if (reason == DropReason.None)
            buffer.Free();
        else
            _module.Stack.Drop(buffer, reason, _module.Statistics.All);
    }

    private DropReason Check(in ArpPacket packet)
    {
        if (packet.Operation is not (ArpOperation.Request or ArpOperation.Reply))
            return DropReason.ArpIgnored;
        if (!packet.SenderHardware.IsUnicast)
            return DropReason.ArpSpoofed;
        if (packet.SenderHardware == OurHardware)
            return DropReason.ArpIgnored; // our own, reflected
        if (!packet.SenderProtocol.IsAny && (!packet.SenderProtocol.IsUnicast || packet.SenderProtocol.IsLoopback))
            return DropReason.ArpMalformed;
        (packet.Operation == ArpOperation.Request ? _module.Statistics.RequestsReceived : _module.Statistics.RepliesReceived).Add();
        return IsConflict(packet) ? DropReason.AddressConflict : Process(packet);
    }

    /// <summary>RFC 5227, 2.4: whoever else sends from our address, or probes for one that we probe for, is in conflict with us.</summary>
    private bool IsConflict(in ArpPacket packet)
    {
        var found = false;
        foreach (var protocol in Protocols)
            found |= protocol.IsActive && protocol.NoticeConflict(packet);
        return found;
    }

    private DropReason Process(in ArpPacket packet)
    {
        // RFC 826: what is known is brought up to date; what is new is learnt only when the packet is for us.
        var receiver = FindOwner(packet.TargetProtocol);
        var news = NeighborNews.Ignored;
        if (!packet.SenderProtocol.IsAny)
        {
            var mayCreate = receiver is not null && IsOnLink(packet.SenderProtocol);
            news = Neighbors.Heard(new NetAddress(packet.SenderProtocol), packet.SenderHardware, mayCreate);
        }

        if (packet.Operation == ArpOperation.Request)
            Answer(packet, receiver);
        return news is NeighborNews.Doubted or NeighborNews.Refused ? DropReason.ArpSpoofed : DropReason.None;
    }

    private void Answer(in ArpPacket request, ArpProtocol? receiver)
    {
        var hardware = OurHardware;
        if (receiver is null)
        {
            if (Neighbors.Find(new NetAddress(request.TargetProtocol)) is not { IsPublished: true } published || request.IsAnnouncement)
                return;
            hardware = published.LinkAddress;
            receiver = FirstUp;
        }

        if (receiver is null || hardware == request.SenderHardware)
            return;
        _module.Statistics.RepliesSent.Add();
        var reply = new ArpPacket(ArpOperation.Reply, hardware, request.TargetProtocol, request.SenderHardware, request.SenderProtocol);
        Send(receiver, reply, request.SenderHardware);
    }

    private ArpProtocol? FindOwner(IPv4Address address)
    {
        foreach (var protocol in Protocols)
        {
            if (protocol.IsActive && protocol.Owns(address))
                return protocol;
        }

        return null;
    }

    private bool IsOnLink(IPv4Address address)
    {
        foreach (var protocol in Protocols)
        {
            if (protocol.IsActive && protocol.HasNetworkOf(address))
                return true;
        }

        return false;
    }
}
