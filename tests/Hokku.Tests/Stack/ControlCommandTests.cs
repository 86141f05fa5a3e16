using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hokku.Tests.Stack.Fakes;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

public sealed class ControlCommandTests : IDisposable
{
    private readonly FakeStack _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void An_interface_is_made_by_its_first_address_and_says_all_about_itself()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var entry = Assert.Single(_stack.List<InterfaceEntry>(DriverCommand.GetInterfaces));
        Assert.Equal(FakeStack.Eth, entry.Name.ToString());
        Assert.Equal(DeviceType.Ethernet, entry.Type);
        Assert.Equal(1500, entry.Mtu);
        Assert.True(entry.Flags.HasFlag(InterfaceFlags.Up | InterfaceFlags.Broadcast | InterfaceFlags.Link));
        Assert.Equal("10.0.0.1", entry.Address.ToString());
        Assert.Equal("255.255.255.0", entry.Mask.ToString());
        Assert.Equal("10.0.0.255", entry.Broadcast.ToString());
        Assert.Equal("02:00:00:00:00:01", entry.LinkAddress.ToString());

        Assert.Equal("10.0.0.1", _stack.Get(DriverCommand.GetInterfaceAddress, FakeStack.Eth).Address.ToString());
        Assert.Equal("255.255.255.0", _stack.Get(DriverCommand.GetInterfaceMask, FakeStack.Eth).Address.ToString());
        Assert.Equal("10.0.0.255", _stack.Get(DriverCommand.GetInterfaceBroadcast, FakeStack.Eth).Address.ToString());
        Assert.Equal((int)DeviceType.Ethernet, _stack.Get(DriverCommand.GetInterfaceType, FakeStack.Eth).Value);
        int index = _stack.Get(DriverCommand.GetInterfaceIndex, FakeStack.Eth).Index;
        var request = new InterfaceRequest { Index = index };
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.GetInterfaceName, ref request));
        Assert.Equal(FakeStack.Eth, request.Name.ToString());
    }

    [Fact]
    public void What_cannot_be_made_says_why_and_leaves_nothing()
    {
        Assert.Equal(SocketError.TypeNotFound, _stack.TryAdd("/dev/net/unknown/0", "10.0.0.1"));
        Assert.Equal(SocketError.NotInitialized, _stack.TryAdd("/dev/net/fake/refused", "10.0.0.1"));
        Assert.Equal("The name was refused.", _stack.Stack.DeviceTable.LastError);
        Assert.Equal(SocketError.InvalidArgument, _stack.TryAdd("", "10.0.0.1"));
        Assert.Equal(SocketError.InvalidArgument, _stack.TryAdd(FakeStack.Eth, "224.0.0.1"));
        Assert.Equal(SocketError.InvalidArgument, _stack.TryAdd(FakeStack.Eth, "255.255.255.255"));
        Assert.Equal(SocketError.InvalidArgument, _stack.TryAdd(FakeStack.Eth, "10.0.0.1", "255.0.255.0"));
        var request = new InterfaceAliasRequest { Name = FakeStack.Eth, Family = NetFamily.Internet6 };
        Assert.Equal(SocketError.AddressFamilyNotSupported, _stack.Control(DriverCommand.AddInterfaceAddress, ref request));
        Assert.Empty(_stack.Stack.Interfaces);
        Assert.Empty(_stack.Stack.Devices);
        Assert.Equal(0, _stack.Stack.GetUsage().Modules);
    }

    [Fact]
    public void An_unknown_interface_is_HostNotFound_and_a_short_argument_is_invalid()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        foreach (var command in Enum.GetValues<DriverCommand>())
        {
            if (command is < DriverCommand.AddRoute or > DriverCommand.DeleteArpEntry or DriverCommand.AddInterfaceAddress || IsList(command))
                continue;
            Assert.Equal(SocketError.InvalidArgument, _stack.Control(command, new byte[8], out int length));
            Assert.Equal(0, length);
            var unknown = new byte[1024];
            Encoding("nowhere").CopyTo(unknown, 0);
            if (command is DriverCommand.SetArpEntry or DriverCommand.GetArpEntry or DriverCommand.DeleteArpEntry)
                MemoryMarshal.Write(unknown, new ArpEntry { Interface = "nowhere", Address = FakeStack.Address("10.0.0.9") });
            Assert.Equal(SocketError.HostNotFound, _stack.Control(command, unknown, out _));
        }
    }

    [Fact]
    public void A_list_that_does_not_fit_says_how_long_it_is()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Up("loop", "127.0.0.1", "255.0.0.0");
        Assert.Equal(SocketError.NoBufferSpaceAvailable, _stack.Control(DriverCommand.GetInterfaces, new byte[100], out int length));
        Assert.Equal(2 * Unsafe.SizeOf<InterfaceEntry>(), length);
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.GetInterfaces, new byte[length], out _));
        int count = 0;
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.GetInterfaceCount, ref count));
        Assert.Equal(2, count);
        Assert.Equal(2, _stack.List<ArpEntry>(DriverCommand.GetArpEntries).Length);
    }

    [Fact]
    public void Addresses_come_go_and_change_with_their_routes()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        Assert.Equal(SocketError.Success, _stack.TryAdd(FakeStack.Eth, "10.0.0.2"));
        Assert.Equal(SocketError.AddressAlreadyInUse, _stack.TryAdd(FakeStack.Eth, "10.0.0.2"));
        Assert.Equal(SocketError.AddressAlreadyInUse, _stack.TryAdd(FakeStack.Eth + ":1", "10.0.0.2"));
        Assert.Null(_stack.Stack.InterfaceTable.Find(FakeStack.Eth + ":1"));
        Assert.Equal(["10.0.0.1/32", "10.0.0.2/32", "10.0.0.255/32", "255.255.255.255/32", "10.0.0.0/24", "224.0.0.0/4"], Routes());

        Remove("10.0.0.1");
        Assert.Equal(["10.0.0.2/32", "10.0.0.255/32", "255.255.255.255/32", "10.0.0.0/24", "224.0.0.0/4"], Routes());
        Assert.Equal("10.0.0.2", RouteTo("10.0.0.77").Source.ToString());

        _stack.Set(DriverCommand.SetInterfaceAddress, FakeStack.Eth, address: "10.9.0.1");
        Assert.Equal(["10.9.0.1/32", "10.9.0.255/32", "255.255.255.255/32", "10.9.0.0/24", "224.0.0.0/4"], Routes());
        _stack.Set(DriverCommand.SetInterfaceMask, FakeStack.Eth, address: "255.255.0.0");
        Assert.Equal(["10.9.0.1/32", "10.9.255.255/32", "255.255.255.255/32", "10.9.0.0/16", "224.0.0.0/4"], Routes());
        _stack.Set(DriverCommand.SetInterfaceBroadcast, FakeStack.Eth, address: "10.9.7.7");
        Assert.Equal("10.9.7.7", _stack.Get(DriverCommand.GetInterfaceBroadcast, FakeStack.Eth).Address.ToString());

        Remove("10.9.0.1");
        Assert.Empty(Routes());
        var request = new InterfaceRequest { Name = FakeStack.Eth };
        Assert.Equal(SocketError.AddressNotAvailable, _stack.Control(DriverCommand.GetInterfaceAddress, ref request));
    }

    [Fact]
    public void Aliases_are_counted_read_and_set_by_index()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.TryAdd(FakeStack.Eth, "10.0.1.1");
        Assert.Equal(2, _stack.Get(DriverCommand.CountAliases, FakeStack.Eth).Value);
        var request = new InterfaceAliasRequest { Name = FakeStack.Eth, Index = 1 };
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.GetAlias, ref request));
        Assert.Equal("10.0.1.1", request.Address.ToString());
        request.Address = FakeStack.Address("10.0.2.1");
        request.Broadcast = default;
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.SetAlias, ref request));
        Assert.Equal(["10.0.0.1", "10.0.2.1"], _stack.Interface(FakeStack.Eth).Addresses.Select(a => a.Local.ToString()));
        request.Index = 2;
        Assert.Equal(SocketError.AddressNotAvailable, _stack.Control(DriverCommand.GetAlias, ref request));
    }

    [Fact]
    public void The_mtu_is_at_most_what_the_device_can()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Up(FakeStack.Eth + ":1", "10.0.1.1");
        Assert.Equal(SocketError.InvalidArgument, _stack.Set(DriverCommand.SetInterfaceMtu, FakeStack.Eth, 67));
        Assert.Equal(SocketError.InvalidArgument, _stack.Set(DriverCommand.SetInterfaceMtu, FakeStack.Eth, 9001));
        Assert.Equal(SocketError.Success, _stack.Set(DriverCommand.SetInterfaceMtu, FakeStack.Eth, 1400));
        Assert.Equal(1400, _stack.Get(DriverCommand.GetInterfaceMtu, FakeStack.Eth).Value);
        Assert.Equal(1500, _stack.Get(DriverCommand.GetInterfaceMtu, FakeStack.Eth + ":1").Value);
        Assert.Equal(SocketError.Success, _stack.Set(DriverCommand.SetInterfaceMtu, FakeStack.Eth, 9000));
        Assert.Equal(9000, _stack.Device().Mtu);
        Assert.Equal(1500, _stack.Get(DriverCommand.GetInterfaceMtu, FakeStack.Eth + ":1").Value);
    }

    [Fact]
    public void The_metric_of_an_interface_decides_between_equal_routes()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Up("/dev/net/fake/1", "10.0.1.1");
        _stack.Route(DriverCommand.AddRoute, "", "", gateway: "10.0.0.254");
        _stack.Route(DriverCommand.AddRoute, "", "", gateway: "10.0.1.254");
        Assert.Equal("10.0.0.254", RouteTo("99.0.0.1").Gateway.ToString());
        Assert.Equal(SocketError.InvalidArgument, _stack.Set(DriverCommand.SetInterfaceMetric, FakeStack.Eth, -1));
        _stack.Set(DriverCommand.SetInterfaceMetric, FakeStack.Eth, 10);
        Assert.Equal("10.0.1.254", RouteTo("99.0.0.1").Gateway.ToString());
        Assert.Equal(10, _stack.Get(DriverCommand.GetInterfaceMetric, FakeStack.Eth).Value);
        _stack.Set(DriverCommand.SetInterfaceFlags, "/dev/net/fake/1");
        Assert.Equal("10.0.0.254", RouteTo("99.0.0.1").Gateway.ToString());
    }

    [Fact]
    public void Routes_that_make_no_sense_are_refused()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Route(DriverCommand.AddRoute, "20.0.0.0", "255.0.0.0", gateway: "11.0.0.1"));
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Route(DriverCommand.AddRoute, "", "", gateway: "11.0.0.1", name: FakeStack.Eth));
        Assert.Equal(SocketError.InvalidArgument, _stack.Route(DriverCommand.AddRoute, "", "", gateway: "10.0.0.1"));
        Assert.Equal(SocketError.InvalidArgument, _stack.Route(DriverCommand.AddRoute, "", "", gateway: "224.0.0.1"));
        Assert.Equal(SocketError.InvalidArgument, _stack.Route(DriverCommand.AddRoute, "20.0.0.0", "255.0.255.0", gateway: "10.0.0.9"));
        Assert.Equal(SocketError.InvalidArgument, _stack.Route(DriverCommand.AddRoute, "20.0.0.0", "255.0.0.0"));
        Assert.Equal(SocketError.InvalidArgument, _stack.Route(DriverCommand.AddRoute, "20.0.0.0", "255.0.0.0", gateway: "10.0.0.9", metric: -1));
        Assert.Equal(SocketError.InvalidArgument, _stack.Route(DriverCommand.AddRoute, "20.0.0.0", "255.0.0.0", gateway: "10.0.0.9", flags: RouteFlags.Host));
        Assert.Equal(SocketError.Success, _stack.Route(DriverCommand.AddRoute, "20.0.0.0", "255.0.0.0", gateway: "10.0.0.9"));
        Assert.Equal(SocketError.AddressAlreadyInUse, _stack.Route(DriverCommand.AddRoute, "20.0.0.0", "255.0.0.0", gateway: "10.0.0.9"));
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Route(DriverCommand.DeleteRoute, "20.0.0.0", "255.0.0.0", gateway: "10.0.0.8"));
        Assert.Equal(SocketError.Success, _stack.Route(DriverCommand.DeleteRoute, "20.0.0.0", "255.0.0.0"));
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Route(DriverCommand.DeleteRoute, "20.0.0.0", "255.0.0.0"));
    }

    [Fact]
    public void A_route_keeps_its_mtu_and_its_flags()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var entry = new RouteEntry { Gateway = FakeStack.Address("10.0.0.254"), Mtu = 1280 };
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.AddRoute, ref entry));
        var told = RouteTo("99.0.0.1");
        Assert.Equal(1280, told.Mtu);
        Assert.Equal(RouteFlags.Default | RouteFlags.Gateway, told.Flags);
        Assert.Equal("10.0.0.1", told.Source.ToString());
        Assert.Equal(RouteFlags.Local | RouteFlags.Host, RouteTo("10.0.0.1").Flags);
        Assert.Contains(_stack.List<RouteEntry>(DriverCommand.GetRoutes), route => route.Flags.HasFlag(RouteFlags.Default) && route.Mtu == 1280);
        int count = 0;
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.GetRouteCount, ref count));
        Assert.Equal(_stack.Domain.Domain.Routes.Count, count);
    }

    [Fact]
    public void Groups_are_joined_on_the_device_and_left_with_the_interface()
    {
        _stack.Up("loop", "127.0.0.1", "255.0.0.0");
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = _stack.Device();
        Assert.Equal(SocketError.InvalidArgument, _stack.Set(DriverCommand.AddMulticast, FakeStack.Eth, address: "10.0.0.9"));
        Assert.Equal(SocketError.Success, _stack.Set(DriverCommand.AddMulticast, FakeStack.Eth, address: "224.1.1.1"));
        Assert.Equal(SocketError.AddressAlreadyInUse, _stack.Set(DriverCommand.AddMulticast, FakeStack.Eth, address: "224.1.1.1"));
        Assert.Equal(SocketError.AddressNotAvailable, _stack.Set(DriverCommand.DeleteMulticast, FakeStack.Eth, address: "224.1.1.2"));
        var request = new InterfaceAliasRequest { Name = FakeStack.Eth };
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.RemoveInterfaceAddress, ref request));
        Assert.Contains("add 224.1.1.1", device.Calls);
        Assert.Contains("remove 224.1.1.1", device.Calls);
    }

    [Fact]
    public void Statistics_count_packets_octets_and_drops()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Device().Deliver(FakeStack.Frame("10.0.0.1", 100));
        _stack.Send("10.0.0.2", 50);
        _stack.Send("10.0.0.2", 1600);
        var octets = new byte[Unsafe.SizeOf<InterfaceRequest>() + Unsafe.SizeOf<InterfaceCounters>()];
        MemoryMarshal.Write(octets, new InterfaceRequest { Name = FakeStack.Eth });
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.GetInterfaceStatistics, octets, out int length));
        Assert.Equal(octets.Length, length);
        var counters = MemoryMarshal.Read<InterfaceCounters>(octets.AsSpan(Unsafe.SizeOf<InterfaceRequest>()));
        Assert.Equal((1, 100), (counters.ReceivedPackets, counters.ReceivedOctets));
        Assert.Equal((1, 50, 1), (counters.SentPackets, counters.SentOctets, counters.SendDropped));
    }

    private static bool IsList(DriverCommand command) => command is DriverCommand.GetInterfaceCount or DriverCommand.GetInterfaces
        or DriverCommand.GetRouteCount or DriverCommand.GetRoutes or DriverCommand.GetArpEntries or DriverCommand.FlushArpEntries;

    private static byte[] Encoding(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private RouteEntry RouteTo(string destination)
    {
        var entry = new RouteEntry { Destination = FakeStack.Address(destination) };
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.GetRoute, ref entry));
        return entry;
    }

    private void Remove(string address)
    {
        var request = new InterfaceAliasRequest { Name = FakeStack.Eth, Address = FakeStack.Address(address) };
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.RemoveInterfaceAddress, ref request));
    }

    private string[] Routes() => [.. _stack.List<RouteEntry>(DriverCommand.GetRoutes).Select(entry => $"{entry.Destination}/{entry.Mask.IPv4.PrefixLength}")];
}
