using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Parts;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Datalink.Arp;

/// <content>The commands of the driver.</content>
internal sealed partial class ArpProtocol
{
    public override unsafe SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (command == DriverCommand.GetArpEntries)
            return List(MemoryMarshal.Cast<byte, ArpEntry>(argument), out length);
        if (command == DriverCommand.FlushArpEntries)
        {
            _link.Neighbors.Clear(permanentToo: false, Abstractions.DropReason.NeighborUnreachable);
            return SocketError.Success;
        }

        if (command is not (DriverCommand.SetArpEntry or DriverCommand.GetArpEntry or DriverCommand.DeleteArpEntry))
            return base.Control(command, argument, out length);
        if (argument.Length < sizeof(ArpEntry))
            return SocketError.InvalidArgument;
        ref var entry = ref MemoryMarshal.AsRef<ArpEntry>(argument);
        if (entry.Address.Family != NetFamily.Internet || !entry.Address.IPv4.IsUnicast)
            return SocketError.InvalidArgument;
        switch (command)
        {
            case DriverCommand.SetArpEntry:
                return Set(entry);
            case DriverCommand.DeleteArpEntry:
                return _link.Neighbors.Remove(entry.Address) ? SocketError.Success : SocketError.AddressNotAvailable;
            default:
                length = sizeof(ArpEntry);
                return Get(ref entry);
        }
    }

    private SocketError Set(in ArpEntry entry)
    {
        var linkAddress = new LinkAddress(entry.LinkAddress).Ethernet;
        if (!linkAddress.IsUnicast || Owns(entry.Address.IPv4))
            return SocketError.InvalidArgument;
        return _link.Neighbors.Set(entry.Address, linkAddress, (entry.Flags & ArpFlags.Permanent) != 0, (entry.Flags & ArpFlags.Publish) != 0);
    }

    private SocketError Get(ref ArpEntry entry)
    {
        if (Owns(entry.Address.IPv4))
            DescribeOwn(entry.Address, out entry);
        else if (_link.Neighbors.Find(entry.Address) is { } neighbor)
            Describe(neighbor, out entry);
        else
            return SocketError.AddressNotAvailable;
        return SocketError.Success;
    }

    /// <summary>Our own addresses, then the neighbours that this interface stands for: each neighbour of a shared device is listed once.</summary>
    private unsafe SocketError List(Span<ArpEntry> entries, out int length)
    {
        var count = 0;
        foreach (var address in Interface.Addresses)
        {
            if (!IsInternet(address) || address.Local.IPv4.IsAny)
                continue;
            if (count < entries.Length)
                DescribeOwn(address.Local, out entries[count]);
            count++;
        }

        foreach (var neighbor in _link.Neighbors.Neighbors)
        {
            if (!ReferenceEquals(_link.ListerOf(neighbor), this))
                continue;
            if (count < entries.Length)
                Describe(neighbor, out entries[count]);
            count++;
        }

        length = count * sizeof(ArpEntry);
        return count <= entries.Length ? SocketError.Success : SocketError.NoBufferSpaceAvailable;
    }

    private void DescribeOwn(in NetAddress address, out ArpEntry entry) => entry = new ArpEntry
    {
        Interface = Interface.Name,
        Address = address,
        LinkAddress = Interface.Device.Address,
        Flags = ArpFlags.Local | ArpFlags.Permanent | ArpFlags.Valid,
    };

    private void Describe(Neighbor neighbor, out ArpEntry entry) => entry = new ArpEntry
    {
        Interface = Interface.Name,
        Address = neighbor.Address,
        LinkAddress = neighbor.IsResolved ? new LinkAddress(neighbor.LinkAddress) : default(NetAddress),
        Flags = (neighbor.IsResolved ? ArpFlags.Valid : 0)
            | (neighbor.IsPublished ? ArpFlags.Publish : 0)
            | (neighbor.State == NeighborState.Permanent ? ArpFlags.Permanent : 0)
            | (neighbor.State == NeighborState.Failed ? ArpFlags.Reject : 0),
        Age = (int)(module.Stack.Now - neighbor.Confirmed).TotalSeconds,
    };
}
