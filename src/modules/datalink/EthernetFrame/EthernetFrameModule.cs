using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.EthernetFrame;

/// <summary>Ethernet II framing (RFC 894): takes the header off what comes and decides whether it is for us.</summary>
public sealed class EthernetFrameModule : INetModule, IDatalinkModule, IDeframer
{
    /// <summary>Groups that one device may listen to; more than any host joins.</summary>
    private const int GroupLimit = 4096;

    // 224.0.0.1, all systems on the link: every host listens to it, joined or not (RFC 1112, 7.2).
    private static readonly EthernetAddress AllSystems = EthernetAddress.FromMulticast(new IPv4Address(224, 0, 0, 1));

    private readonly Dictionary<(int Device, EthernetAddress Group), int> _groups = [];

    public static ModuleManifest Description { get; } = new("network/datalink_protocols/ethernet_frame/v1")
    {
        DatalinkChains = [new(NetFamily.Link, DeviceType.Ethernet, "network/datalink_protocols/ethernet_frame/v1")],
    };

    public ModuleManifest Manifest => Description;

    internal INetStack Stack { get; private set; } = null!;

    public void Register(INetStack stack) => Stack = stack;

    public void Unregister() => _groups.Clear();

    public DatalinkProtocol CreateProtocol(INetInterface netInterface) => new EthernetFrameProtocol(this, netInterface);

    public DropReason Deframe(NetDevice device, NetBuffer buffer)
    {
        if (!buffer.TryPeek(EthernetHeader.HeaderLength, out var octets) || !EthernetHeader.TryParse(octets, out var header))
            return DropReason.FrameTooShort;
        if (header.IsLength || !header.Source.IsUnicast)
            return DropReason.FrameMalformed;
        if (header.Destination.IsBroadcast)
            buffer.Flags |= BufferFlags.Broadcast;
        else if (!header.Destination.IsMulticast && header.Destination != device.Address.Ethernet)
            return DropReason.ForeignLinkAddress; // a promiscuous device's monitors have seen it; it is none of ours all the same
        else if (header.Destination.IsMulticast)
        {
            if (!ListensTo(device, header.Destination))
                return DropReason.NotMember;
            buffer.Flags |= BufferFlags.Multicast;
        }

        buffer.FrameType = header.Type;
        buffer.Source = new LinkAddress(header.Source, header.Type, device.Index);
        buffer.Destination = new LinkAddress(header.Destination, header.Type, device.Index);
        buffer.RemoveHeader(EthernetHeader.HeaderLength);
        return DropReason.None;
    }

    /// <summary>Counts a member of a group; true for the first one.</summary>
    internal SocketError Join(NetDevice device, EthernetAddress group, out bool first)
    {
        var key = (device.Index, group);
        first = !_groups.TryGetValue(key, out var members);
        if (first && _groups.Count >= GroupLimit)
            return SocketError.NoBufferSpaceAvailable;
        _groups[key] = members + 1;
        return SocketError.Success;
    }

    /// <summary>Counts a member less; true for the last one.</summary>
    internal SocketError Leave(NetDevice device, EthernetAddress group, out bool last)
    {
        var key = (device.Index, group);
        last = false;
        if (!_groups.TryGetValue(key, out var members))
            return SocketError.AddressNotAvailable;
        last = members == 1;
        if (last)
            _groups.Remove(key);
        else
            _groups[key] = members - 1;
        return SocketError.Success;
    }

    private bool ListensTo(NetDevice device, EthernetAddress group) =>
        group == AllSystems || (device.Flags & (InterfaceFlags.AllMulticast | InterfaceFlags.Promiscuous)) != 0 || _groups.ContainsKey((device.Index, group));
}
