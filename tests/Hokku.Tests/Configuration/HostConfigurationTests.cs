using Hokku.Devices.VirtualWire;
using Xunit;

namespace Hokku.Tests.Configuration;

/// <summary>The words of flags, and the values that are refused: each with what, where and what would be right.</summary>
public sealed class HostConfigurationTests
{
    [Fact]
    public void An_interface_is_read_from_its_words()
    {
        var read = InterfaceConfiguration.Parse("  /dev/net/tap/hk0  10.9.0.2/24 mtu 1400 mac 02:00:00:00:00:02 metric 5 ");
        Assert.Equal(("/dev/net/tap/hk0", "10.9.0.2/24", 1400, "02:00:00:00:00:02", 5), (read.Device, read.Address, read.Mtu, read.Mac, read.Metric));
        var bare = InterfaceConfiguration.Parse("/dev/net/tap/hk0:1 mtu 900");
        Assert.Equal(("/dev/net/tap/hk0:1", null, 900), (bare.Device, bare.Address, bare.Mtu));
    }

    [Theory]
    [InlineData("", "--interface", "DEVICE ADDRESS/PREFIX")]
    [InlineData("hk0 10.9.0.2", "--interface.address", "prefix length of 0 to 32")]
    [InlineData("hk0 10.9.0.2/33", "--interface.address", "prefix length of 0 to 32")]
    [InlineData("hk0 10.9.0/24", "--interface.address", "such as 10.9.0.2/24")]
    [InlineData("hk0 224.0.0.1/4", "--interface.address", "neither broadcast nor multicast")]
    [InlineData("hk0 0.0.0.0/8", "--interface.address", "neither broadcast nor multicast")]
    [InlineData("hk0 10.9.0.2/24 mtu 67", "--interface mtu", "from 68 to 65536")]
    [InlineData("hk0 10.9.0.2/24 mtu", "--interface mtu", "from 68 to 65536")]
    [InlineData("hk0 10.9.0.2/24 metric -1", "--interface metric", "a whole number from 0")]
    [InlineData("hk0 10.9.0.2/24 mac 01:00:00:00:00:02", "--interface.mac", "a unicast Ethernet address")]
    [InlineData("hk0 10.9.0.2/24 mac 02:00", "--interface.mac", "a unicast Ethernet address")]
    [InlineData("hk0 10.9.0.2/24 up yes", "--interface", "one of mtu, mac, metric")]
    [InlineData("hk0 beef", "--interface", "one of mtu, mac, metric")]
    public void A_wrong_interface_says_what_would_be_right(string text, string where, string expected) =>
        Check(() => InterfaceConfiguration.Parse(text), where, expected);

    [Fact]
    public void A_route_is_read_from_its_words()
    {
        var read = RouteConfiguration.Parse("10.8.0.0/16 gw 10.9.0.7 dev /dev/net/tap/hk0 metric 2 mtu 1300");
        Assert.Equal(("10.8.0.0/16", "10.9.0.7", "/dev/net/tap/hk0", 2, 1300), (read.Destination, read.Gateway, read.Device, read.Metric, read.Mtu));
        Assert.True(RouteConfiguration.Parse("192.0.2.0/24 reject").Reject);
        Assert.Equal("10.9.0.1", RouteConfiguration.Parse("default via 10.9.0.1").Gateway);
    }

    [Theory]
    [InlineData("", "--route", "such as \"default gw 10.9.0.1\"")]
    [InlineData("default", "--route", "a gateway (gw 10.9.0.1)")]
    [InlineData("somewhere gw 10.9.0.1", "--route.destination", "an IPv4 address")]
    [InlineData("10.0.0.0/40 gw 10.9.0.1", "--route.destination", "prefix length of 0 to 32")]
    [InlineData("default gw", "--route.gateway", "an IPv4 address")]
    [InlineData("default gw ten", "--route.gateway", "an IPv4 address")]
    [InlineData("default gw 10.9.0.1 mtu 12", "--route mtu", "from 68 to 65536")]
    [InlineData("default gw 10.9.0.1 metric x", "--route metric", "a whole number")]
    [InlineData("default gw 10.9.0.1 fast", "--route", "one of gw, dev, metric, mtu, reject")]
    public void A_wrong_route_says_what_would_be_right(string text, string where, string expected) =>
        Check(() => RouteConfiguration.Parse(text), where, expected);

    [Fact]
    public void Services_have_their_well_known_ports_unless_told_otherwise()
    {
        var read = ServiceConfiguration.ParseList("echo, discard=99 ,http=8080:., http, daytime, chargen").ToList();
        Assert.Equal([("echo", 7), ("discard", 99), ("http", 8080), ("http", 80), ("daytime", 13), ("chargen", 19)], read.Select(each => (each.Name, each.EffectivePort)));
        Assert.Equal(".", read[2].Folder);
        Assert.Null(read[3].Folder);
    }

    [Theory]
    [InlineData("ftp", "--services.name", "one of echo")]
    [InlineData("Echo", "--services.name", "one of echo")]
    [InlineData("echo=0", "--services echo", "from 1 to 65535")]
    [InlineData("echo=65536", "--services echo", "from 1 to 65535")]
    [InlineData("echo=", "--services echo", "from 1 to 65535")]
    [InlineData("echo=7:.", "--services.folder", "no folder, except for http")]
    [InlineData("http=80:no/such/folder", "--services.folder", "an existing folder")]
    public void A_wrong_service_says_what_would_be_right(string text, string where, string expected) =>
        Check(() => _ = ServiceConfiguration.ParseList(text).ToList(), where, expected);

    [Theory]
    [InlineData("")]
    [InlineData("my host")]
    [InlineData("../etc")]
    [InlineData(".hidden")]
    [InlineData("-n")]
    [InlineData("höst")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public void A_name_that_cannot_be_a_folder_is_refused(string name) =>
        Check(() => new HostConfiguration { Name = name }.Validate(), "name", "begins with a letter or digit");

    [Fact]
    public void Two_interfaces_cannot_have_one_address()
    {
        var twice = new HostConfiguration { Interfaces = { InterfaceConfiguration.Parse("a 10.9.0.2/24"), InterfaceConfiguration.Parse("b 10.9.0.2/16") } };
        Check(twice.Validate, "interfaces[1].address", "no other interface");
    }

    [Fact]
    public void A_host_that_cannot_be_started_leaves_no_device_behind()
    {
        var wires = new WireRoom();
        var builder = new HostBuilder("torn").UseWires(wires).Interface("/dev/net/wire/line/0", "10.9.0.2/24").Interface("/dev/net/wire/line/7", "10.8.0.2/24");
        var problem = Assert.Throws<ConfigurationException>(builder.Start);
        Assert.Equal("interfaces[1]", problem.Where);
        Assert.Contains("does not name the end of a wire", problem.Message, StringComparison.Ordinal);
        using var again = new HostBuilder("whole").UseWires(wires).Interface("/dev/net/wire/line/0", "10.9.0.2/24").Start();
        Assert.Equal(["loop", "/dev/net/wire/line/0"], again.Network.Roster.Interfaces().Select(each => each.Name));
    }

    [Fact]
    public void A_device_that_no_module_drives_is_told()
    {
        var problem = Assert.Throws<ConfigurationException>(new HostBuilder("lost").Interface("/dev/net/nothing/0", "10.9.0.2/24").Start);
        Assert.Contains("No module drives a device named '/dev/net/nothing/0'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_through_a_gateway_that_is_nowhere_is_told()
    {
        var problem = Assert.Throws<ConfigurationException>(new HostBuilder("astray").Route("default gw 10.44.0.1").Start);
        Assert.Equal(("routes[0]", "default"), (problem.Where, problem.Value));
        Assert.Contains("the gateway must be in the network of an interface", problem.Message, StringComparison.Ordinal);
    }

    private static void Check(Action parse, string where, string expected)
    {
        var problem = Assert.Throws<ConfigurationException>(parse);
        Assert.Equal(where, problem.Where);
        Assert.Contains(expected, problem.Expected, StringComparison.Ordinal);
        Assert.StartsWith($"{where}: '{problem.Value}' is not right; needed is ", problem.Message, StringComparison.Ordinal);
    }
}
