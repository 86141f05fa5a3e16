using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <content>Commands about one interface.</content>
internal sealed partial class ControlCommands
{
    /// <summary>Groups that commands may join on one interface.</summary>
    private const int GroupLimit = 1024;

    private const int LeastMtu = 68; // RFC 791: every path carries that much

    /// <summary>The flags that a command may set. The others say what the device is.</summary>
    private const InterfaceFlags Settable = InterfaceFlags.NoArp | InterfaceFlags.AutoUp | InterfaceFlags.AutoConfigured | InterfaceFlags.Configuring;

    private NetInterface? Resolve(in InterfaceRequest request)
    {
        if (!IsEmpty(request.Name))
        {
            string name = request.Name.ToString();
            return interfaces.Find(name, request.Address.Family) ?? interfaces.Find(name);
        }

        return request.Index != 0 ? interfaces.Get(request.Index) : interfaces.Interfaces.Count > 0 ? interfaces.Interfaces[0] : null;
    }

    private SocketError ControlInterface(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (!TryView<InterfaceRequest>(argument, out var view))
            return SocketError.InvalidArgument;
        ref var request = ref view[0];
        if (Resolve(request) is not { } netInterface)
            return SocketError.HostNotFound;
        if (command == DriverCommand.GetInterfaceStatistics)
            return GetStatistics(netInterface, argument, out length);
        if (TryGet(command, netInterface, ref request, out var result))
        {
            length = result == SocketError.Success ? Unsafe.SizeOf<InterfaceRequest>() : 0;
            return result;
        }

        return TrySet(command, netInterface, request, out result) ? result : netInterface.Chain.Control(command, argument, out length);
    }

    private static bool TryGet(DriverCommand command, NetInterface netInterface, ref InterfaceRequest request, out SocketError result)
    {
        var first = netInterface.Addresses.Count > 0 ? netInterface.Addresses[0] : null;
        result = first is null && IsAddressQuestion(command) ? SocketError.AddressNotAvailable : SocketError.Success;
        if (result != SocketError.Success)
            return true;
        switch (command)
        {
            case DriverCommand.GetInterfaceAddress: request.Address = first!.Local; break;
            case DriverCommand.GetInterfaceMask: request.Address = netInterface.Domain.Rules.Mask(first!.PrefixLength); break;
            case DriverCommand.GetInterfaceBroadcast: request.Address = first!.Broadcast; break;
            case DriverCommand.GetInterfaceDestination: request.Address = first!.Peer; break;
            case DriverCommand.GetInterfaceFlags: request.Value = (int)netInterface.Flags; break;
            case DriverCommand.GetInterfaceIndex: request.Index = netInterface.Index; break;
            case DriverCommand.GetInterfaceName: request.Name = netInterface.Name; break;
            case DriverCommand.GetInterfaceMetric: request.Value = netInterface.Metric; break;
            case DriverCommand.GetInterfaceMtu: request.Value = netInterface.Mtu; break;
            case DriverCommand.GetInterfaceMedia: request.Value = netInterface.Device.Media; break;
            case DriverCommand.GetInterfaceType: request.Value = (int)netInterface.Device.Type; break;
            case DriverCommand.CountAliases: request.Value = netInterface.Addresses.Count; break;
            default: return false;
        }

        return true;
    }

    private static bool IsAddressQuestion(DriverCommand command) => command is DriverCommand.GetInterfaceAddress or DriverCommand.GetInterfaceMask
        or DriverCommand.GetInterfaceBroadcast or DriverCommand.GetInterfaceDestination;

    private bool TrySet(DriverCommand command, NetInterface netInterface, in InterfaceRequest request, out SocketError result)
    {
        switch (command)
        {
            case DriverCommand.SetInterfaceAddress or DriverCommand.SetInterfaceMask or DriverCommand.SetInterfaceBroadcast or DriverCommand.SetInterfaceDestination:
                result = ChangeFirst(command, netInterface, request.Address);
                break;
            case DriverCommand.SetInterfaceFlags:
                result = SetFlags(netInterface, (InterfaceFlags)request.Value);
                break;
            case DriverCommand.SetInterfaceMtu:
                result = SetMtu(netInterface, request.Value);
                break;
            case DriverCommand.SetInterfaceMetric:
                result = SetMetric(netInterface, request.Value);
                break;
            case DriverCommand.SetInterfaceMedia:
                result = netInterface.Device.SetMedia(request.Value);
                break;
            case DriverCommand.SetInterfaceOffload:
                result = netInterface.Device.SetOffload(request.Value != 0);
                break;
            case DriverCommand.SetLinkAddress:
                // A neighbour, or ARP itself, would go on with the old one: only before the device is in use.
                result = netInterface.IsUp ? SocketError.InvalidArgument : netInterface.Device.SetAddress(new LinkAddress(request.Address));
                break;
            case DriverCommand.AddMulticast:
                result = AddGroup(netInterface, request.Address);
                break;
            case DriverCommand.DeleteMulticast:
                result = DeleteGroup(netInterface, request.Address);
                break;
            default:
                result = SocketError.OperationNotSupported;
                return false;
        }

        return true;
    }

    // Up comes last and takes the rest back when it fails: nothing is left half done.
    private SocketError SetFlags(NetInterface netInterface, InterfaceFlags flags)
    {
        var before = netInterface.OwnFlags;
        var result = interfaces.SetReceiveFlags(netInterface, flags);
        if (result == SocketError.Success && (flags & InterfaceFlags.Up) != 0)
            result = interfaces.Up(netInterface);
        else if (result == SocketError.Success)
            interfaces.Down(netInterface);
        if (result != SocketError.Success)
        {
            interfaces.SetReceiveFlags(netInterface, before);
            return result;
        }

        netInterface.OwnFlags = (netInterface.OwnFlags & ~Settable) | (flags & Settable);
        if (netInterface.OwnFlags != before)
            interfaces.Changed(netInterface);
        return SocketError.Success;
    }

    // An interface's MTU is at most its device's. A larger wish is one for the device, whose other interfaces keep what they have.
    private SocketError SetMtu(NetInterface netInterface, int mtu)
    {
        var device = netInterface.Device;
        if (mtu < LeastMtu || mtu > device.MaximumMtu)
            return SocketError.InvalidArgument;
        if (mtu > device.Mtu)
        {
            foreach (var other in interfaces.Interfaces)
            {
                if (other.Device == device)
                    other.SetMtu(other.Mtu);
            }

            var result = device.SetMtu(mtu);
            if (result != SocketError.Success)
                return result;
        }

        netInterface.SetMtu(mtu);
        interfaces.Changed(netInterface);
        return SocketError.Success;
    }

    private SocketError SetMetric(NetInterface netInterface, int metric)
    {
        if (metric < 0)
            return SocketError.InvalidArgument;
        netInterface.Metric = metric;
        interfaces.Changed(netInterface);
        return SocketError.Success;
    }

    private static SocketError AddGroup(NetInterface netInterface, in NetAddress group)
    {
        if (group.Family == netInterface.Domain.Family ? !netInterface.Domain.Rules.IsMulticast(group) : group.Family != NetFamily.Link)
            return SocketError.InvalidArgument;
        if (netInterface.CommandedGroups.Contains(group))
            return SocketError.AddressAlreadyInUse;
        if (netInterface.CommandedGroups.Count >= GroupLimit)
            return SocketError.NoBufferSpaceAvailable;
        var result = netInterface.LinkFor(group).JoinMulticast(group);
        if (result == SocketError.Success)
            netInterface.CommandedGroups.Add(group);
        return result;
    }

    private static SocketError DeleteGroup(NetInterface netInterface, in NetAddress group) =>
        netInterface.CommandedGroups.Remove(group) ? netInterface.LinkFor(group).LeaveMulticast(group) : SocketError.AddressNotAvailable;

    // The counters follow the request in the argument.
    private static SocketError GetStatistics(NetInterface netInterface, Span<byte> argument, out int length)
    {
        length = 0;
        int offset = Unsafe.SizeOf<InterfaceRequest>();
        if (argument.Length < offset + Unsafe.SizeOf<InterfaceCounters>())
            return SocketError.InvalidArgument;
        MemoryMarshal.Write(argument[offset..], CountersOf(netInterface.Statistics));
        length = offset + Unsafe.SizeOf<InterfaceCounters>();
        return SocketError.Success;
    }

    private static InterfaceCounters CountersOf(InterfaceStatistics statistics) => new()
    {
        ReceivedPackets = statistics.ReceivedPackets,
        ReceivedOctets = statistics.ReceivedOctets,
        ReceivedMulticasts = statistics.ReceivedMulticasts,
        ReceiveErrors = statistics.ReceiveErrors,
        ReceiveDropped = statistics.ReceiveDrops.Total,
        SentPackets = statistics.SentPackets,
        SentOctets = statistics.SentOctets,
        SentMulticasts = statistics.SentMulticasts,
        SendErrors = statistics.SendErrors,
        SendDropped = statistics.SendDrops.Total,
    };

    private SocketError ListInterfaces(Span<byte> argument, out int length)
    {
        var entries = new List<InterfaceEntry>();
        foreach (var netInterface in interfaces.Interfaces)
            entries.Add(EntryOf(netInterface));
        return ControlArgument.Write(argument, entries, out length);
    }

    private static InterfaceEntry EntryOf(NetInterface netInterface)
    {
        var device = netInterface.Device;
        var first = netInterface.Addresses.Count > 0 ? netInterface.Addresses[0] : null;
        return new InterfaceEntry
        {
            Name = netInterface.Name,
            Device = device.Name,
            Index = netInterface.Index,
            DeviceIndex = device.Index,
            Family = netInterface.Domain.Family,
            Type = device.Type,
            Flags = netInterface.Flags,
            Mtu = netInterface.Mtu,
            DeviceMtu = device.Mtu,
            Metric = netInterface.Metric,
            Media = device.Media,
            Offloads = (int)device.Offloads,
            AliasCount = netInterface.Addresses.Count,
            LinkAddress = device.Address.IsEmpty ? default : (NetAddress)device.Address,
            Address = first?.Local ?? default,
            Mask = first is null ? default : netInterface.Domain.Rules.Mask(first.PrefixLength),
            Broadcast = first is null ? default : first.Peer.IsUnspecified ? first.Broadcast : first.Peer,
            Counters = CountersOf(netInterface.Statistics),
        };
    }
}
