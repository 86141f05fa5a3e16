using System.Net.Sockets;
using CsCheck;
using Hokku.Abstractions;
using Hokku.Stack;
using Hokku.Tests.Stack.Fakes;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

public sealed class RouteTableTests
{
    private readonly PlainInterface _first = new(1);
    private readonly PlainInterface _second = new(2);
    private readonly RouteTable _table = new(4);

    [Fact]
    public void The_longest_prefix_wins_whatever_the_order_of_adding()
    {
        var wide = Add(_first, "10.0.0.0", 8);
        var narrow = Add(_second, "10.1.0.0", 16);
        var host = Add(_first, "10.1.2.3", 32);
        var none = Add(_second, "0.0.0.0", 0);

        Assert.Same(host, Find("10.1.2.3"));
        Assert.Same(narrow, Find("10.1.2.4"));
        Assert.Same(wide, Find("10.2.0.1"));
        Assert.Same(none, Find("11.0.0.1"));
    }

    [Fact]
    public void Of_equal_prefixes_the_lower_metric_wins_and_then_the_oldest()
    {
        var old = Add(_first, "10.0.0.0", 8, metric: 5);
        var young = Add(_second, "10.0.0.0", 8, metric: 5);
        Assert.Same(old, Find("10.0.0.1"));

        var better = Add(_second, "10.0.0.0", 8, metric: 4);
        Assert.Same(better, Find("10.0.0.1"));

        _table.Remove(better);
        _table.Remove(old);
        Assert.Same(young, Find("10.0.0.1"));
    }

    [Fact]
    public void A_route_without_a_metric_has_its_interfaces()
    {
        _first.Metric = 10;
        _second.Metric = 20;
        var second = Add(_second, "0.0.0.0", 0);
        var first = Add(_first, "0.0.0.0", 0);
        Assert.Same(first, Find("1.2.3.4"));

        _first.Metric = 30;
        _table.InterfaceChanged(_first);
        Assert.Same(second, Find("1.2.3.4"));
    }

    [Fact]
    public void Routes_of_an_interface_that_is_down_do_not_match()
    {
        var wide = Add(_first, "10.0.0.0", 8);
        var narrow = Add(_second, "10.1.0.0", 16);
        _second.IsUp = false;
        _table.InterfaceChanged(_second);
        Assert.Same(wide, Find("10.1.0.1"));

        _second.IsUp = true;
        _table.InterfaceChanged(_second);
        Assert.Same(narrow, Find("10.1.0.1"));
    }

    [Fact]
    public void A_lookup_can_be_restricted_to_an_interface()
    {
        var wide = Add(_first, "10.0.0.0", 8);
        Add(_second, "10.1.0.0", 16);
        Assert.Same(wide, _table.Find(Address("10.1.0.1"), 1));
        Assert.Null(_table.Find(Address("11.1.0.1"), 2));
    }

    [Fact]
    public void An_equal_route_is_refused_and_an_unknown_one_cannot_be_removed()
    {
        Add(_first, "10.0.0.0", 8);
        Assert.Equal(SocketError.AddressAlreadyInUse, _table.Add(Route(_first, "10.0.0.0", 8)));
        Assert.Equal(SocketError.NetworkUnreachable, _table.Remove(Route(_first, "10.0.0.0", 9)));
        Assert.Equal(SocketError.Success, _table.Remove(Route(_first, "10.0.0.0", 8)));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void An_address_of_another_family_has_no_route()
    {
        Add(_first, "0.0.0.0", 0);
        Assert.Null(_table.Find(new NetAddress(NetFamily.Internet6, new byte[16])));
        Assert.Equal(SocketError.InvalidArgument, _table.Add(new NetRoute(_first, new NetAddress(NetFamily.Internet6, new byte[16]), 0, RouteFlags.None)));
    }

    [Fact]
    public void The_list_begins_with_the_longest_prefix()
    {
        Add(_first, "0.0.0.0", 0);
        Add(_first, "10.2.0.0", 16);
        Add(_first, "10.1.0.0", 16);
        Add(_first, "10.1.0.1", 32);
        Assert.Equal(["10.1.0.1", "10.1.0.0", "10.2.0.0", "0.0.0.0"], _table.List().Select(route => route.Destination.ToString()));
    }

    [Fact]
    public void A_registered_RouteInfo_points_at_the_best_route_after_every_change()
    {
        var info = new RouteInfo();
        _table.Register(info, Address("10.1.2.3"));
        Assert.Null(info.Route);

        var wide = Add(_first, "10.0.0.0", 8);
        Assert.Same(wide, info.Route);
        var narrow = Add(_second, "10.1.0.0", 16);
        Assert.Same(narrow, info.Route);
        _second.IsUp = false;
        _table.InterfaceChanged(_second);
        Assert.Same(wide, info.Route);
        _second.IsUp = true;
        _table.InterfaceChanged(_second);
        Assert.Same(narrow, info.Route);
        _table.Remove(narrow);
        Assert.Same(wide, info.Route);
        Assert.False(narrow.IsValid);
        _table.RemoveAll(_first);
        Assert.Null(info.Route);
        _table.Unregister(info);
        Assert.Equal(0, _table.RegisteredCount);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(20)]
    public void The_table_finds_what_looking_at_every_route_finds(int addressLength)
    {
        var change = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1023], Gen.Int[0, addressLength * 8], Gen.Int[0, 3], Gen.Int[0, 2]);
        change.List[1, 80].Sample(changes => Replay(changes, addressLength), iter: 300, threads: 1);
    }

    private static void Replay(List<(int Kind, int Address, int Length, int Interface, int Metric)> changes, int addressLength)
    {
        var table = new RouteTable(addressLength);
        var naive = new NaiveRoutes();
        PlainInterface[] interfaces = [new(1), new(2), new(3), new(4)];
        foreach (var change in changes)
        {
            var target = interfaces[change.Interface];
            switch (change.Kind)
            {
                case <= 3:
                    var route = new NetRoute(target, Masked(Pick(change.Address, addressLength), change.Length), change.Length, RouteFlags.None, metric: change.Metric);
                    Assert.Equal(naive.Add(route), table.Add(route) == SocketError.Success);
                    break;
                case 4 when naive.Count > 0:
                    var old = naive[change.Address % naive.Count];
                    naive.Remove(old);
                    Assert.Equal(SocketError.Success, table.Remove(old));
                    break;
                case 5:
                    target.IsUp = !target.IsUp;
                    table.InterfaceChanged(target);
                    break;
                default:
                    target.Metric = change.Metric;
                    table.InterfaceChanged(target);
                    break;
            }

            Compare(table, naive, change.Address, addressLength);
        }
    }

    private static void Compare(RouteTable table, NaiveRoutes naive, int seed, int addressLength)
    {
        Assert.Equal(naive.Count, table.Count);
        Assert.Equal(naive.Count, table.List().Count);
        for (int i = 0; i < 8; i++)
        {
            var destination = Pick((seed + (i * 131)) % 1024, addressLength);
            Assert.Same(naive.Find(destination, 0), table.Find(destination));
            Assert.Same(naive.Find(destination, 1 + (i % 4)), table.Find(destination, 1 + (i % 4)));
        }
    }

    // Few addresses that share long beginnings, so that prefixes cover each other.
    private static NetAddress Pick(int number, int addressLength)
    {
        Span<byte> octets = stackalloc byte[addressLength];
        octets.Fill((number & 1) != 0 ? (byte)0xAA : (byte)0);
        int bit = (number >> 1) % (addressLength * 8);
        octets[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        octets[^1] ^= (byte)(number >> 8);
        return new NetAddress(addressLength == 4 ? NetFamily.Internet : NetFamily.Internet6, octets);
    }

    private static NetAddress Masked(NetAddress address, int length)
    {
        var octets = address.Octets.ToArray();
        for (int bit = length; bit < octets.Length * 8; bit++)
            octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new NetAddress(address.Family, octets);
    }

    private NetRoute Add(PlainInterface netInterface, string network, int length, int metric = 0)
    {
        var route = Route(netInterface, network, length, metric);
        Assert.Equal(SocketError.Success, _table.Add(route));
        return route;
    }

    private static NetRoute Route(PlainInterface netInterface, string network, int length, int metric = 0) =>
        new(netInterface, Address(network), length, RouteFlags.None, metric: metric);

    private static NetAddress Address(string text) => new(IPv4Address.Parse(text));

    private NetRoute? Find(string destination) => _table.Find(Address(destination));
}
