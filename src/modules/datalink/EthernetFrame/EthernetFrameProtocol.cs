using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Ethernet;

namespace Hokku.Datalink.EthernetFrame;

/// <summary>The link of one interface's chain that puts the Ethernet header on (RFC 894) and keeps the device's groups.</summary>
internal sealed class EthernetFrameProtocol(EthernetFrameModule module, INetInterface netInterface) : DatalinkProtocol(netInterface)
{
    // Groups that this interface has joined, so that they go when it goes.
    private readonly List<EthernetAddress> _joined = [];

    public override INetModule Module => module;

    public override void Attach() => module.Stack.RegisterDeframer(Interface.Device, module);

    public override void Detach()
    {
        for (int i = _joined.Count - 1; i >= 0; i--)
            LeaveMulticast(new LinkAddress(_joined[i]));
        module.Stack.UnregisterDeframer(Interface.Device);
    }

    public override SocketError Send(NetBuffer buffer)
    {
        var destination = new LinkAddress(buffer.Destination);
        var type = buffer.FrameType != 0 ? buffer.FrameType : destination.FrameType;
        if (buffer.Destination.Family != NetFamily.Link || buffer.Destination.Length != EthernetAddress.Length || type < EtherType.Least)
        {
            module.Stack.Drop(buffer, DropReason.FrameMalformed);
            return SocketError.DestinationAddressRequired;
        }

        if (!buffer.TryPrepend(EthernetHeader.HeaderLength, out var octets))
        {
            module.Stack.Drop(buffer, DropReason.NoMemory);
            return SocketError.NoBufferSpaceAvailable;
        }

        var ours = Interface.Device.Address;
        new EthernetHeader(destination.Ethernet, ours.Ethernet, type).Write(octets);
        buffer.Source = ours;
        buffer.FrameType = type;
        if (destination.Ethernet.IsMulticast)
            buffer.Flags |= destination.Ethernet.IsBroadcast ? BufferFlags.Broadcast : BufferFlags.Multicast;
        return Next.Send(buffer);
    }

    /// <summary>The group is a link address, translated by the link above.</summary>
    public override SocketError JoinMulticast(in NetAddress group)
    {
        var address = new LinkAddress(group).Ethernet;
        if (group.Family != NetFamily.Link || !address.IsMulticast)
            return SocketError.InvalidArgument;
        var result = module.Join(Interface.Device, address, out var first);
        if (result == SocketError.Success && first)
        {
            result = Next.JoinMulticast(group);
            if (result != SocketError.Success)
                module.Leave(Interface.Device, address, out _);
        }

        if (result == SocketError.Success)
            _joined.Add(address);
        return result;
    }

    public override SocketError LeaveMulticast(in NetAddress group)
    {
        var address = new LinkAddress(group).Ethernet;
        if (!_joined.Remove(address))
            return SocketError.AddressNotAvailable;
        var result = module.Leave(Interface.Device, address, out var last);
        return last ? Next.LeaveMulticast(group) : result;
    }
}
