using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>
/// The commands about interfaces, addresses, routes and neighbours (SIOC*), whose arguments are the structures of Hokku.Wire.Control. What neither the stack nor
/// the interface's chain knows goes to its device.
/// </summary>
/// <remarks>
/// Errors: InvalidArgument for an argument that is too short or makes no sense; HostNotFound without such an interface; AddressNotAvailable without
/// such an address; AddressFamilyNotSupported without such a domain; NoBufferSpaceAvailable, with the length that is needed, for a list that does not fit.
/// </remarks>
internal sealed partial class ControlCommands(INetStack stack, InterfaceTable interfaces)
{
    /// <summary>Performs a command; <paramref name="length"/> octets of the argument were written. OperationNotSupported when nobody knows it.</summary>
    public SocketError Control(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        switch (command)
        {
            case DriverCommand.GetInterfaceCount:
                return ControlArgument.Write(argument, interfaces.Interfaces.Count, out length);
            case DriverCommand.GetInterfaces:
                return ListInterfaces(argument, out length);
            case DriverCommand.GetRouteCount:
                return ControlArgument.Write(argument, CountRoutes(), out length);
            case DriverCommand.GetRoutes:
                return ListRoutes(argument, out length);
            case DriverCommand.AddRoute or DriverCommand.DeleteRoute or DriverCommand.GetRoute:
                return ControlRoute(command, argument, out length);
            case DriverCommand.AddInterfaceAddress or DriverCommand.RemoveInterfaceAddress or DriverCommand.SetAlias or DriverCommand.GetAlias:
                return ControlAlias(command, argument, out length);
            case DriverCommand.GetArpEntries or DriverCommand.FlushArpEntries:
                return ControlNeighbors(command, argument, out length);
            case DriverCommand.SetArpEntry or DriverCommand.GetArpEntry or DriverCommand.DeleteArpEntry:
                return ControlNeighbor(command, argument, out length);
            default:
                return ControlInterface(command, argument, out length);
        }
    }

    /// <summary>Views the argument as a structure; false when it is too short.</summary>
    private static bool TryView<T>(Span<byte> argument, out Span<T> view)
        where T : unmanaged
    {
        view = argument.Length < Unsafe.SizeOf<T>() ? default : MemoryMarshal.Cast<byte, T>(argument)[..1];
        return !view.IsEmpty;
    }

    private static bool IsEmpty(in NameText name) => name[0] == 0;

    /// <summary>The bits of a mask: -1 when none was given.</summary>
    private static SocketError PrefixOf(IAddressRules rules, in NetAddress mask, out int prefixLength)
    {
        prefixLength = -1;
        if (mask.IsUnspecified)
            return SocketError.Success;
        if (mask.Length != rules.Length)
            return SocketError.InvalidArgument;
        prefixLength = rules.PrefixLength(mask);
        return prefixLength < 0 ? SocketError.InvalidArgument : SocketError.Success;
    }
}
