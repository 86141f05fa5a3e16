using Xunit;

namespace Hokku.Tests.Configuration;

/// <summary>A host's configuration as JSON: what is read, and what is said about a mistake.</summary>
public sealed class ConfigurationFileTests
{
    private const string Whole =
        """
        {
          // Comments and trailing commas are welcome.
          "name": "edge",
          "interfaces": [
            { "device": "/dev/net/tap/hk0", "address": "10.9.0.2/24", "mtu": 1400, "mac": "02:00:00:00:00:02", "metric": 3 },
          ],
          "routes": [ { "destination": "default", "gateway": "10.9.0.1" }, { "destination": "10.8.0.0/16", "reject": true } ],
          "dns": [ "10.9.0.1", "10.9.0.3" ],
          "services": [ { "name": "echo" }, { "name": "http", "port": 8080, "folder": "." } ],
          "loopback": false,
          "modules": null
        }
        """;

    [Fact]
    public void Every_member_is_read()
    {
        var read = ConfigurationFile.Parse(Whole, "edge.json");
        read.Validate();
        Assert.Equal("edge", read.Name);
        var first = Assert.Single(read.Interfaces);
        Assert.Equal(("/dev/net/tap/hk0", "10.9.0.2/24", 1400, "02:00:00:00:00:02", 3), (first.Device, first.Address, first.Mtu, first.Mac, first.Metric));
        Assert.Equal(["default", "10.8.0.0/16"], read.Routes.Select(route => route.Destination));
        Assert.True(read.Routes[1].Reject);
        Assert.Equal(["10.9.0.1", "10.9.0.3"], read.Dns);
        Assert.Equal([7, 8080], read.Services.Select(service => service.EffectivePort));
        Assert.False(read.Loopback);
    }

    [Fact]
    public void What_is_left_out_has_its_default_and_can_be_added_to()
    {
        var read = ConfigurationFile.Parse("{ }", "empty.json");
        Assert.Equal(("hokku", true), (read.Name, read.Loopback));
        Assert.Empty(read.Interfaces);
        read.Interfaces.Add(InterfaceConfiguration.Parse("/dev/net/tap/hk0 10.9.0.2/24"));
        read.Routes.Add(RouteConfiguration.Parse("default gw 10.9.0.1"));
        read.Dns.Add("10.9.0.1");
        read.Services.Add(ServiceConfiguration.ParseList("echo").Single());
        read.Validate();
    }

    [Fact]
    public void A_file_without_interfaces_may_get_them_from_flags()
    {
        var read = ConfigurationFile.Parse("""{ "loopback": false }""", "bare.json");
        Assert.Equal("interfaces", Assert.Throws<ConfigurationException>(read.Validate).Where);
        read.Interfaces.Add(InterfaceConfiguration.Parse("/dev/net/tap/hk0 10.9.0.2/24"));
        read.Validate();
    }

    [Theory]
    [InlineData("{\n \"nmae\": \"x\" }", 2, "nmae", "x", "one of name, interfaces")]
    [InlineData("{\n\n \"interfaces\": [ { \"device\": \"loop\", \"adress\": \"10.0.0.1/8\" } ] }", 3, "interfaces[0].adress", "10.0.0.1/8", "one of device, address, mtu, mac, metric")]
    [InlineData("{ \"routes\": [\n { \"gatewy\": 1 } ] }", 2, "routes[0].gatewy", "1", "one of destination, gateway")]
    [InlineData("{ \"services\": [ { \"prot\": 1 } ] }", 1, "services[0].prot", "1", "one of name, port, folder")]
    [InlineData("{ \"interfaces\": [ { \"device\": \"loop\",\n \"mtu\": \"big\" } ] }", 2, "interfaces[0].mtu", "big", "a whole number")]
    [InlineData("{ \"loopback\": 1 }", 1, "loopback", "1", "true or false")]
    [InlineData("{ \"name\": 7 }", 1, "name", "7", "a text in quotes")]
    [InlineData("{ \"name\": null }", 1, "name", "null", "a value")]
    [InlineData("{ \"interfaces\": \"loop\" }", 1, "interfaces", "loop", "a list in [ ]")]
    [InlineData("{ \"interfaces\": [ \"loop\" ] }", 1, "interfaces[0]", "loop", "an object in { }")]
    [InlineData("{ \"name\": \"a\",\n \"name\": \"b\" }", 2, "name", "b", "JSON as in")]
    [InlineData("{ \"name\": \"a\"\n \"loopback\": true }", 2, "", "", "JSON as in docs/configuration.md")]
    [InlineData("null", 1, "", "null", "a JSON object")]
    public void A_mistake_in_the_json_is_told_with_its_line_and_path(string text, int line, string where, string value, string expected) =>
        Check(text, line, where, value, expected);

    [Theory]
    [InlineData("{ \"name\":\n \"my host\" }", 2, "name", "my host", "letters, digits")]
    [InlineData("{ \"interfaces\": [\n{ \"device\": \"loop\" },\n{ \"device\": \"/dev/net/tap/hk0\",\n \"address\": \"10.0.0.300/8\" } ] }", 4, "interfaces[1].address", "10.0.0.300/8", "such as 10.9.0.2/24")]
    [InlineData("{ \"interfaces\": [\n{ \"address\": \"10.0.0.3/8\" } ] }", 2, "interfaces[0].device", "", "the name of a device")]
    [InlineData("{ \"interfaces\": [\n{ \"device\": \"loop\", \"metric\": -1 } ] }", 2, "interfaces[0].metric", "-1", "a whole number from 0")]
    [InlineData("{ \"interfaces\": [ null ] }", 1, "interfaces[0]", "null", "an interface")]
    [InlineData("{ \"dns\": [ \"10.0.0.1\",\n \"ns.example\" ] }", 2, "dns[1]", "ns.example", "an IPv4 address")]
    [InlineData("{ \"services\": [ { \"name\": \"ftp\" } ] }", 1, "services[0].name", "ftp", "one of echo, discard, daytime, chargen, http")]
    [InlineData("{ \"hosts\": \"no/such/file\" }", 1, "hosts", "no/such/file", "an existing hosts file")]
    [InlineData("{ \"modules\": \"no/such/folder\" }", 1, "modules", "no/such/folder", "an existing folder")]
    public void A_wrong_value_is_told_with_its_line_and_path(string text, int line, string where, string value, string expected) =>
        Check(text, line, where, value, expected);

    [Fact]
    public void A_missing_file_is_told_by_its_path()
    {
        var problem = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Load("no/such/host.json"));
        Assert.Contains("'no/such/host.json' is not right; needed is the path of a file that can be read", problem.Message, StringComparison.Ordinal);
    }

    private static void Check(string text, int line, string where, string value, string expected)
    {
        var problem = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Parse(text, "host.json"));
        Assert.Equal(where.Length == 0 ? $"host.json, line {line}" : $"host.json, line {line}, {where}", problem.Where.Replace(", $", "", StringComparison.Ordinal));
        if (value.Length > 0)
            Assert.Equal(value, problem.Value);
        Assert.Contains(expected, problem.Expected, StringComparison.Ordinal);
        Assert.Contains($"'{problem.Value}' is not right; needed is", problem.Message, StringComparison.Ordinal);
    }
}
