using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hokku.Driver;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>
/// What a host is made of, and the way to change it: interfaces, addresses, routes, neighbours, sockets, modules and counters. Tools see the stack through this, as
/// any application does; every method is one command of the driver. Changing anything needs the owner's credentials.
/// </summary>
public sealed partial class NetworkRoster(IStackDriver driver)
{
    private readonly IStackDriver _driver = driver;

    /// <summary>The interfaces, in the order of their index.</summary>
    public IReadOnlyList<InterfaceState> Interfaces() =>
        [.. List<InterfaceEntry>(DriverCommand.GetInterfaces, 8).OrderBy(entry => entry.Index).Select(entry => new InterfaceState(entry, Aliases(entry)))];

    /// <summary>The routes, longest prefix first.</summary>
    public IReadOnlyList<RouteState> Routes() => [.. List<RouteEntry>(DriverCommand.GetRoutes, 16).Select(entry => new RouteState(entry))];

    /// <summary>The route that a packet to this address would take.</summary>
    /// <exception cref="SocketException">NetworkUnreachable: there is none.</exception>
    public RouteState RouteTo(IPAddress destination)
    {
        var entry = new RouteEntry { Destination = destination.ToNetAddress(), Family = NetFamily.Internet };
        Run(DriverCommand.GetRoute, ref entry, $"route to {destination}");
        return new RouteState(entry);
    }

    /// <summary>The neighbours that ARP knows.</summary>
    public IReadOnlyList<NeighborState> Neighbors() => [.. List<ArpEntry>(DriverCommand.GetArpEntries, 16).Select(entry => new NeighborState(entry))];

    public IReadOnlyList<SocketState> Sockets() => [.. List<SocketEntry>(DriverCommand.GetSockets, 32).Select(entry => new SocketState(entry))];

    public IReadOnlyList<ModuleState> Modules() => [.. List<ModuleEntry>(DriverCommand.GetModules, 16).Select(entry => new ModuleState(entry))];

    /// <summary>All counters: of protocols, of interfaces and of the stack; drops by reason among them.</summary>
    public IReadOnlyList<CounterState> Counters() => [.. List<CounterEntry>(DriverCommand.GetStatistics, 128).Select(entry => new CounterState(entry))];

    private List<AddressState> Aliases(in InterfaceEntry entry)
    {
        var addresses = new List<AddressState>();
        for (int i = 0; i < entry.AliasCount; i++)
        {
            var request = new InterfaceAliasRequest { Name = entry.Name, Index = i };
            if (TryRun(DriverCommand.GetAlias, ref request) == SocketError.Success)
                addresses.Add(new AddressState(request));
        }

        return addresses;
    }

    /// <summary>Asks for a list, with more room as long as it does not fit.</summary>
    private T[] List<T>(DriverCommand command, int guess)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        for (int room = guess * size; ;)
        {
            var octets = new byte[room];
            var error = _driver.Control(command, octets, out int length);
            if (error == SocketError.Success)
                return MemoryMarshal.Cast<byte, T>(octets.AsSpan(0, length)).ToArray();
            if (error != SocketError.NoBufferSpaceAvailable)
                throw new RosterException(error, command.ToString());
            room = Math.Max(length, room) + (4 * size);
        }
    }

    private SocketError TryRun<T>(DriverCommand command, ref T argument)
        where T : unmanaged =>
        _driver.Control(command, MemoryMarshal.AsBytes(new Span<T>(ref argument)), out _);

    private void Run<T>(DriverCommand command, ref T argument, string what)
        where T : unmanaged
    {
        var error = TryRun(command, ref argument);
        if (error != SocketError.Success)
            throw new RosterException(error, what);
    }
}
