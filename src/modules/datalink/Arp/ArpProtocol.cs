using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.Arp;

/// <summary>The link of one interface's chain that turns IPv4 destinations into Ethernet addresses.</summary>
internal sealed partial class ArpProtocol(ArpModule module, INetInterface netInterface) : DatalinkProtocol(netInterface)
{
    private readonly Dictionary<InterfaceAddress, ArpAddress> _watched = new(ReferenceEqualityComparer.Instance);
    private ArpLink _link = null!;
    private bool _up;

    public override INetModule Module => module;

    internal ArpLink Link => _link;

    internal INetStack Stack => module.Stack;

    /// <summary>Whether it takes part in ARP.</summary>
    internal bool IsActive => _up && (Interface.Flags & InterfaceFlags.NoArp) == 0;

    public override void Attach()
    {
        _link = module.Join(this);
        module.Stack.RegisterHandler(Interface.Device, EtherType.Arp, _link);
        module.Stack.RegisterDomainHandler(Interface.Device, EtherType.IPv4, Interface.Domain.Family);
    }

    public override void Detach()
    {
        Silence();
        module.Stack.UnregisterHandler(Interface.Device, EtherType.IPv4);
        module.Stack.UnregisterHandler(Interface.Device, EtherType.Arp);
        module.Leave(this, _link);
    }

    public override SocketError Send(NetBuffer buffer)
    {
        var destination = buffer.Destination;
        buffer.InterfaceIndex = Interface.Index;
        if (destination.Family == NetFamily.Link)
            return Next.Send(buffer);
        var address = destination.IPv4;
        if (address.IsMulticast)
            return SendTo(buffer, EthernetAddress.FromMulticast(address));
        if (IsBroadcast(address))
            return SendTo(buffer, EthernetAddress.Broadcast);
        if (IsActive || _link.Neighbors.Find(destination) is { State: Parts.NeighborState.Permanent })
            return _link.Neighbors.Send(buffer, destination);
        module.Stack.Drop(buffer, DropReason.NeighborUnreachable, module.Statistics.All);
        return SocketError.HostUnreachable;
    }

    public override SocketError Up()
    {
        var result = base.Up();
        if (result != SocketError.Success || _up)
            return result;
        _up = true;
        foreach (var address in Interface.Addresses)
            Watch(address);
        return result;
    }

    public override void Down()
    {
        Silence();
        base.Down();
    }

    public override SocketError ChangeAddress(InterfaceAddress? old, InterfaceAddress? @new)
    {
        var result = base.ChangeAddress(old, @new);
        if (result != SocketError.Success)
            return result;
        if (old is not null && _watched.Remove(old, out var watched))
            watched.Stop();
        if (@new is not null && _up)
            Watch(@new);
        return result;
    }

    /// <summary>RFC 1112, 6.4: the group's low 23 bits.</summary>
    public override SocketError JoinMulticast(in NetAddress group) => group.Family == NetFamily.Link
        ? Next.JoinMulticast(group)
        : Next.JoinMulticast(new LinkAddress(EthernetAddress.FromMulticast(group.IPv4)));

    public override SocketError LeaveMulticast(in NetAddress group) => group.Family == NetFamily.Link
        ? Next.LeaveMulticast(group)
        : Next.LeaveMulticast(new LinkAddress(EthernetAddress.FromMulticast(group.IPv4)));

    internal SocketError SendTo(NetBuffer buffer, EthernetAddress destination)
    {
        buffer.FrameType = EtherType.IPv4;
        buffer.Destination = new LinkAddress(destination, EtherType.IPv4, Interface.Device.Index);
        return Next.Send(buffer);
    }

    private void Silence()
    {
        _up = false;
        foreach (var watched in _watched.Values)
            watched.Stop();
        _watched.Clear();
        _link.Neighbors.DropWaiting(Interface.Index);
    }

    private void Watch(InterfaceAddress address)
    {
        if (!IsActive || address.Local.Family != NetFamily.Internet || address.Local.IPv4.IsAny || _watched.ContainsKey(address))
            return;
        var watched = new ArpAddress(this, address);
        _watched.Add(address, watched);
        watched.Start(module.Options.ProbeAddresses);
    }
}
