using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.Arp;

/// <summary>ARP on one device, for all interfaces that share it: the neighbours of its link, and what we send there.</summary>
internal sealed partial class ArpLink : IFrameHandler, INeighborLink
{
    private readonly ArpModule _module;
    private readonly NetDevice _device;

    public ArpLink(ArpModule module, NetDevice device)
    {
        _module = module;
        _device = device;
        Neighbors = new NeighborCache(module.Stack, module, this, module.Statistics.All, module.Options.Neighbors);
    }

    public NeighborCache Neighbors { get; }

    /// <summary>The interfaces' links, in the order they were made.</summary>
    public List<ArpProtocol> Protocols { get; } = [];

    private EthernetAddress OurHardware => _device.Address.Ethernet;

    public void Clear() => Neighbors.Clear(permanentToo: true, DropReason.InterfaceDown);

    public SocketError Transmit(NetBuffer buffer, EthernetAddress destination)
    {
        if (Find(buffer.InterfaceIndex) is not { } protocol)
        {
            _module.Stack.Drop(buffer, DropReason.NoInterface, _module.Statistics.All);
            return SocketError.NetworkDown;
        }

        return protocol.SendTo(buffer, destination);
    }

    public void Ask(Neighbor neighbor, EthernetAddress? only)
    {
        if ((Find(neighbor.InterfaceIndex) ?? FirstUp) is not { } protocol)
            return;
        var target = neighbor.Address.IPv4;
        _module.Statistics.RequestsSent.Add();
        Send(protocol, new ArpPacket(ArpOperation.Request, OurHardware, protocol.SenderFor(target), default, target), only ?? EthernetAddress.Broadcast);
    }

    public void ReportUnreachable(NetBuffer buffer)
    {
        _module.Statistics.Unreachable.Add();

        // What this host sent comes back to it; what it forwards is reported to its source.
        if ((buffer.Flags & BufferFlags.Forwarded) == 0)
            buffer.Flags |= BufferFlags.Looped;
        if (Find(buffer.InterfaceIndex) is { } protocol)
            protocol.Interface.Domain.Protocol.ErrorReply(new NetworkError(NetworkErrorKind.UnreachableHost), buffer);
    }

    /// <summary>Asks whether anybody has the address, without saying that we want it (RFC 5227, 2.1.1).</summary>
    public void SendProbe(ArpProtocol protocol, IPv4Address address)
    {
        _module.Statistics.ProbesSent.Add();
        Send(protocol, new ArpPacket(ArpOperation.Request, OurHardware, default, default, address), EthernetAddress.Broadcast);
    }

    /// <summary>Tells everybody that the address is ours (RFC 5227, 2.3).</summary>
    public void SendAnnouncement(ArpProtocol protocol, IPv4Address address)
    {
        _module.Statistics.AnnouncementsSent.Add();
        Send(protocol, new ArpPacket(ArpOperation.Request, OurHardware, address, default, address), EthernetAddress.Broadcast);
    }

    /// <summary>The interface that lists a neighbour: the first in whose network it is, else the first of all.</summary>
    public ArpProtocol ListerOf(Neighbor neighbor)
    {
        foreach (var protocol in Protocols)
        {
            if (protocol.HasNetworkOf(neighbor.Address.IPv4))
                return protocol;
        }

        return Protocols[0];
    }

    private void Send(ArpProtocol protocol, in ArpPacket packet, EthernetAddress destination)
    {
        // No memory: as if it were lost on the way; whoever asks will ask again.
        var buffer = _module.Stack.Buffers.Create();
        if (buffer is null)
            return;
        if (!buffer.TryAppend(ArpPacket.PacketLength, out var octets))
        {
            buffer.Free();
            return;
        }

        packet.Write(octets);
        buffer.FrameType = EtherType.Arp;
        buffer.InterfaceIndex = protocol.Interface.Index;
        buffer.Destination = new LinkAddress(destination, EtherType.Arp, _device.Index);
        protocol.Next.Send(buffer);
    }

    private ArpProtocol? Find(int interfaceIndex)
    {
        foreach (var protocol in Protocols)
        {
            if (protocol.Interface.Index == interfaceIndex)
                return protocol;
        }

        return null;
    }

    private ArpProtocol? FirstUp
    {
        get
        {
            foreach (var protocol in Protocols)
            {
                if (protocol.IsActive)
                    return protocol;
            }

            return null;
        }
    }
}
