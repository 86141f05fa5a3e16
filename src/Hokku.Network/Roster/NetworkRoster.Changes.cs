using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network;

public sealed partial class NetworkRoster
{
    /// <summary>Makes the interface when its name is new (the name says the device), and gives it an address. It is not up yet.</summary>
    /// <param name="name">A device's name, or NAME:1 for a second interface on it.</param>
    /// <param name="address">Null for an interface without an address.</param>
    /// <param name="prefixLength">Bits of the network; null for the family's default.</param>
    /// <param name="broadcast">Null for the one that follows from the prefix.</param>
    public void AddAddress(string name, IPAddress? address, int? prefixLength = null, IPAddress? broadcast = null)
    {
        var request = Alias(name, address, prefixLength, broadcast);
        var error = TryRun(DriverCommand.AddInterfaceAddress, ref request);
        if (error != SocketError.Success)
            throw new RosterException(error, address is null ? name : $"{name} {address}", error is SocketError.TypeNotFound or SocketError.NotInitialized ? DeviceError() : null);
    }

    /// <summary>Takes one address away.</summary>
    public void RemoveAddress(string name, IPAddress address)
    {
        var request = Alias(name, address, null, null);
        Run(DriverCommand.RemoveInterfaceAddress, ref request, $"{name} {address}");
    }

    /// <summary>Removes the interface with its addresses and routes; the stack unloads with the last one.</summary>
    public void RemoveInterface(string name)
    {
        var request = Alias(name, null, null, null);
        Run(DriverCommand.RemoveInterfaceAddress, ref request, name);
    }

    /// <summary>Replaces the first address of the interface.</summary>
    public void SetAddress(string name, IPAddress address) => Set(DriverCommand.SetInterfaceAddress, name, address);

    public void SetMask(string name, IPAddress mask) => Set(DriverCommand.SetInterfaceMask, name, mask);

    public void SetBroadcast(string name, IPAddress broadcast) => Set(DriverCommand.SetInterfaceBroadcast, name, broadcast);

    public void SetPeer(string name, IPAddress peer) => Set(DriverCommand.SetInterfaceDestination, name, peer);

    /// <summary>Sets and clears flags: "up", "promisc", "allmulti", "bcast".</summary>
    public void ChangeFlags(string name, InterfaceState.Flag set, InterfaceState.Flag clear)
    {
        var request = new InterfaceRequest { Name = name };
        Run(DriverCommand.GetInterfaceFlags, ref request, name);
        request.Value = (request.Value | (int)set) & ~(int)clear;
        Run(DriverCommand.SetInterfaceFlags, ref request, name);
    }

    public void Up(string name) => ChangeFlags(name, InterfaceState.Flag.Up, InterfaceState.Flag.None);

    public void Down(string name) => ChangeFlags(name, InterfaceState.Flag.None, InterfaceState.Flag.Up);

    public void SetMtu(string name, int mtu) => Set(DriverCommand.SetInterfaceMtu, name, mtu, $"{name} mtu {mtu}");

    public void SetMetric(string name, int metric) => Set(DriverCommand.SetInterfaceMetric, name, metric, $"{name} metric {metric}");

    /// <summary>Lets the interface's device do itself what it can (checksums, segmentation), or nothing of it.</summary>
    /// <exception cref="RosterException">OperationNotSupported: the device has nothing that could be switched.</exception>
    public void SetOffload(string name, bool on) => Set(DriverCommand.SetInterfaceOffload, name, on ? 1 : 0, $"{name} offload {(on ? "on" : "off")}");

    public void SetMedia(string name, int media) => Set(DriverCommand.SetInterfaceMedia, name, media, $"{name} media {media}");

    /// <summary>Adds a route.</summary>
    /// <exception cref="RosterException">NetworkUnreachable: the gateway is in no interface's network.</exception>
    public void AddRoute(RouteState route)
    {
        var entry = route.ToEntry();
        var error = TryRun(DriverCommand.AddRoute, ref entry);
        if (error != SocketError.Success)
            throw new RosterException(error, route.ToString(), error == SocketError.NetworkUnreachable ? "the gateway must be in the network of an interface that is up" : null);
    }

    /// <summary>Removes the route that has this destination, and gateway and interface where they are given.</summary>
    public void RemoveRoute(RouteState route)
    {
        var entry = route.ToEntry();
        Run(DriverCommand.DeleteRoute, ref entry, route.ToString());
    }

    /// <summary>Sets the hardware address of the interface's device, which must be down.</summary>
    public void SetLinkAddress(string name, PhysicalAddress link)
    {
        var request = new InterfaceRequest { Name = name, Address = new LinkAddress(link.GetAddressBytes()) };
        Run(DriverCommand.SetLinkAddress, ref request, $"{name} {link}");
    }

    public void SetNeighbor(IPAddress address, PhysicalAddress link, bool permanent, bool publish)
    {
        var flags = (permanent ? ArpFlags.Permanent : 0) | (publish ? ArpFlags.Publish : 0) | ArpFlags.Valid;
        var entry = new ArpEntry { Address = address.ToNetAddress(), LinkAddress = new LinkAddress(link.GetAddressBytes()), Flags = flags };
        Run(DriverCommand.SetArpEntry, ref entry, $"{address} {link}");
    }

    public void RemoveNeighbor(IPAddress address)
    {
        var entry = new ArpEntry { Address = address.ToNetAddress() };
        Run(DriverCommand.DeleteArpEntry, ref entry, address.ToString());
    }

    /// <summary>Forgets all neighbours that are neither permanent nor our own.</summary>
    public void FlushNeighbors()
    {
        var entry = default(ArpEntry);
        Run(DriverCommand.FlushArpEntries, ref entry, "arp entries");
    }

    /// <summary>Why the last device could not be made, in its module's words; null when it says nothing.</summary>
    private string? DeviceError()
    {
        var octets = new byte[1024];
        var error = _driver.Control(DriverCommand.GetDeviceError, octets, out int length);
        return error == SocketError.Success && length > 0 ? Encoding.UTF8.GetString(octets, 0, length) : null;
    }

    private void Set(DriverCommand command, string name, int value, string what)
    {
        var request = new InterfaceRequest { Name = name, Value = value };
        Run(command, ref request, what);
    }

    private void Set(DriverCommand command, string name, IPAddress address)
    {
        var request = new InterfaceRequest { Name = name, Address = address.ToNetAddress() };
        Run(command, ref request, $"{name} {address}");
    }

    private static InterfaceAliasRequest Alias(string name, IPAddress? address, int? prefixLength, IPAddress? broadcast) => new()
    {
        Name = name,
        Index = -1,
        Family = NetFamily.Internet,
        Address = address?.ToNetAddress() ?? default,
        Mask = prefixLength is { } bits ? new NetAddress(IPv4Address.Mask(bits)) : default,
        Broadcast = broadcast?.ToNetAddress() ?? default,
    };
}
