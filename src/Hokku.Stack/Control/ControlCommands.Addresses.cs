using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <content>Commands about the addresses of an interface; the first of them makes the interface, the last removes it.</content>
internal sealed partial class ControlCommands
{
    private SocketError ControlAlias(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (!TryView<InterfaceAliasRequest>(argument, out var view))
            return SocketError.InvalidArgument;
        ref var request = ref view[0];
        string name = request.Name.ToString();
        var family = request.Address.IsUnspecified ? request.Family : request.Address.Family;
        if (command == DriverCommand.AddInterfaceAddress)
            return AddAddress(name, family, request);
        if (interfaces.Find(name, family) is not { } netInterface)
            return SocketError.HostNotFound;
        switch (command)
        {
            case DriverCommand.RemoveInterfaceAddress:
                return RemoveAddress(netInterface, request);
            case DriverCommand.SetAlias:
                return SetAlias(netInterface, request);
            default:
                if (Alias(netInterface, request) is not { } address)
                    return SocketError.AddressNotAvailable;
                request.Index = netInterface.Addresses.IndexOf(address);
                request.Family = netInterface.Domain.Family;
                request.Address = address.Local;
                request.Mask = netInterface.Domain.Rules.Mask(address.PrefixLength);
                request.Broadcast = address.Peer.IsUnspecified ? address.Broadcast : address.Peer;
                length = Unsafe.SizeOf<InterfaceAliasRequest>();
                return SocketError.Success;
        }
    }

    private SocketError AddAddress(string name, NetFamily family, in InterfaceAliasRequest request)
    {
        if (family == NetFamily.Unspecified)
            return SocketError.AddressFamilyNotSupported;
        var netInterface = interfaces.Find(name, family);
        bool isNew = netInterface is null;
        if (isNew)
        {
            var made = interfaces.Create(name, family, out netInterface);
            if (made != SocketError.Success)
                return made;
        }

        if (request.Address.IsUnspecified)
            return SocketError.Success;
        var result = Complete(netInterface!, request, out var address);
        if (result == SocketError.Success)
            result = interfaces.AddAddress(netInterface!, address!);
        if (result != SocketError.Success && isNew)
            interfaces.Remove(netInterface!);
        return result;
    }

    private SocketError RemoveAddress(NetInterface netInterface, in InterfaceAliasRequest request)
    {
        if (request.Address.IsUnspecified)
        {
            interfaces.Remove(netInterface);
            return SocketError.Success;
        }

        var local = request.Address;
        var address = netInterface.Addresses.Find(a => a.Local.SameHost(local));
        return address is null ? SocketError.AddressNotAvailable : interfaces.RemoveAddress(netInterface, address);
    }

    private SocketError SetAlias(NetInterface netInterface, in InterfaceAliasRequest request)
    {
        if ((uint)request.Index >= (uint)netInterface.Addresses.Count)
            return SocketError.AddressNotAvailable;
        var result = Complete(netInterface, request, out var address);
        return result == SocketError.Success ? interfaces.ReplaceAddress(netInterface, netInterface.Addresses[request.Index], address!) : result;
    }

    /// <summary>The address that the request means, by its index or by itself.</summary>
    private static InterfaceAddress? Alias(NetInterface netInterface, in InterfaceAliasRequest request)
    {
        if ((uint)request.Index < (uint)netInterface.Addresses.Count)
            return netInterface.Addresses[request.Index];
        var local = request.Address;
        return request.Index < 0 && !local.IsUnspecified ? netInterface.Addresses.Find(a => a.Local.SameHost(local)) : null;
    }

    private static SocketError Complete(NetInterface netInterface, in InterfaceAliasRequest request, out InterfaceAddress? address)
    {
        address = null;
        var result = PrefixOf(netInterface.Domain.Rules, request.Mask, out int prefixLength);
        return result == SocketError.Success
            ? InterfaceTable.Complete(netInterface, request.Address, prefixLength, request.Broadcast, out address)
            : result;
    }

    // SIOCSIF*: the first address, with what follows from it computed anew.
    private SocketError ChangeFirst(DriverCommand command, NetInterface netInterface, in NetAddress value)
    {
        var first = netInterface.Addresses.Count > 0 ? netInterface.Addresses[0] : null;
        if (value.Family != netInterface.Domain.Family)
            return SocketError.AddressFamilyNotSupported;
        if (first is null && command != DriverCommand.SetInterfaceAddress)
            return SocketError.AddressNotAvailable;
        SocketError result;
        InterfaceAddress? changed;
        switch (command)
        {
            case DriverCommand.SetInterfaceAddress:
                result = InterfaceTable.Complete(netInterface, value, -1, default, out changed);
                break;
            case DriverCommand.SetInterfaceMask:
                result = PrefixOf(netInterface.Domain.Rules, value, out int prefixLength);
                changed = null;
                if (result == SocketError.Success)
                    result = InterfaceTable.Complete(netInterface, first!.Local, prefixLength, first.Peer, out changed);
                break;
            default:
                var needed = command == DriverCommand.SetInterfaceBroadcast ? InterfaceFlags.Broadcast : InterfaceFlags.PointToPoint;
                if ((netInterface.Flags & needed) == 0)
                    return SocketError.OperationNotSupported;
                result = InterfaceTable.Complete(netInterface, first!.Local, first.PrefixLength, value, out changed);
                break;
        }

        if (result != SocketError.Success)
            return result;
        return first is null ? interfaces.AddAddress(netInterface, changed!) : interfaces.ReplaceAddress(netInterface, first, changed!);
    }
}
