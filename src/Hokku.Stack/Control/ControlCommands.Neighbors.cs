using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <content>Commands about neighbours (ARP), which the chain of the interface answers.</content>
internal sealed partial class ControlCommands
{
    private SocketError ControlNeighbor(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (!TryView<ArpEntry>(argument, out var view))
            return SocketError.InvalidArgument;
        ref readonly var entry = ref view[0];
        if (entry.Address.IsUnspecified)
            return SocketError.InvalidArgument;
        var netInterface = IsEmpty(entry.Interface) ? InterfaceOfNetwork(entry.Address) : interfaces.Find(entry.Interface.ToString(), entry.Address.Family);
        return netInterface is null ? SocketError.HostNotFound : netInterface.Chain.Control(command, argument, out length);
    }

    // Of the interface that the first entry names, or of all whose chain has neighbours.
    private SocketError ControlNeighbors(DriverCommand command, Span<byte> argument, out int length)
    {
        length = 0;
        if (TryView<ArpEntry>(argument, out var view) && !IsEmpty(view[0].Interface))
        {
            return interfaces.Find(view[0].Interface.ToString()) is { } named
                ? named.Chain.Control(command, argument, out length)
                : SocketError.HostNotFound;
        }

        var result = SocketError.Success;
        foreach (var netInterface in interfaces.Interfaces)
        {
            var rest = length < argument.Length ? argument[length..] : default;
            if (command == DriverCommand.GetArpEntries && rest.Length >= Unsafe.SizeOf<ArpEntry>())
                rest[..Unsafe.SizeOf<ArpEntry>()].Clear();
            var one = netInterface.Chain.Control(command, rest, out int written);
            if (one == SocketError.OperationNotSupported)
                continue;
            length += written;
            if (one != SocketError.Success)
                result = one;
        }

        return result;
    }

    private NetInterface? InterfaceOfNetwork(NetAddress address)
    {
        NetInterface? down = null;
        foreach (var netInterface in interfaces.Interfaces)
        {
            if (!netInterface.Addresses.Exists(a => a.Local.Family == address.Family && AddressBits.Share(a.Local, address, a.PrefixLength)))
                continue;
            if (netInterface.IsUp)
                return netInterface;
            down ??= netInterface;
        }

        return down;
    }
}
