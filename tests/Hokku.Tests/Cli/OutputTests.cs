using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using Hokku.Abstractions;
using Hokku.Cli;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Cli;

/// <summary>How the tools print values, and what the command line takes.</summary>
public sealed class OutputTests
{
    [Fact]
    public void Drop_reasons_are_words()
    {
        Assert.Equal("listen queue full", DropWords.Of(DropReason.ListenQueueFull));
        foreach (var reason in Enum.GetValues<DropReason>())
            Assert.Matches("^[a-z0-9]+( [a-z0-9]+)*$", DropWords.Of(reason));
    }

    [Theory]
    [InlineData("192.168.1.5", 4001, "[192.168.1.5]:4001")]
    [InlineData("0.0.0.0", 22, "*:22")]
    [InlineData("0.0.0.0", 0, "-")]
    public void Ends_of_sockets_are_bracketed_as_in_haiku(string address, int port, string expected) =>
        Assert.Equal(expected, ((IPEndPoint?)new IPEndPoint(IPAddress.Parse(address), port)).Bracketed());

    [Fact]
    public void No_end_is_a_dash() => Assert.Equal("-", ((IPEndPoint?)null).Bracketed());

    [Fact]
    public void Json_has_camel_case_names_and_addresses_as_text()
    {
        var route = new RouteState { Destination = IPNetwork.Parse("10.8.0.0/16"), Gateway = IPAddress.Parse("10.9.0.1"), Interface = "loop", Mtu = 1400 };
        var read = JsonDocument.Parse(JsonOutput.Text(new { Route = route, Link = PhysicalAddress.Parse("02-00-00-00-00-02"), End = new IPEndPoint(IPAddress.Loopback, 7), Flags = InterfaceState.Flag.Up })).RootElement;
        Assert.Equal("10.8.0.0/16", read.GetProperty("route").GetProperty("destination").GetString());
        Assert.Equal("10.9.0.1", read.GetProperty("route").GetProperty("gateway").GetString());
        Assert.Equal(1400, read.GetProperty("route").GetProperty("mtu").GetInt32());
        Assert.False(read.GetProperty("route").TryGetProperty("source", out _));
        Assert.Equal("02:00:00:00:00:02", read.GetProperty("link").GetString());
        Assert.Equal("127.0.0.1:7", read.GetProperty("end").GetString());
        Assert.Equal("up", read.GetProperty("flags").GetString());
    }

    [Fact]
    public void Every_tool_and_every_option_is_described()
    {
        var root = HokkuCommand.Create();
        Assert.Equal("hokku", root.Name);
        Assert.Equal(14, root.Subcommands.Count);
        foreach (var tool in root.Subcommands.Prepend(root))
        {
            Assert.False(string.IsNullOrWhiteSpace(tool.Description), tool.Name);
            Assert.All(tool.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{tool.Name} {option.Name}"));
            Assert.All(tool.Arguments, argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description), $"{tool.Name} {argument.Name}"));
        }
    }

    [Theory]
    [InlineData("up --interface")]
    [InlineData("ping")]
    [InlineData("ping -c many 10.0.0.1")]
    [InlineData("netstat --routez")]
    [InlineData("fly")]
    public void A_command_line_that_is_not_understood_has_an_error(string line) => Assert.NotEmpty(HokkuCommand.Create().Parse(line).Errors);

    [Theory]
    [InlineData("up --interface", "--interface")]
    [InlineData("up --config a.json --interface x --interface y --name n --share g --json")]
    [InlineData("ifconfig /dev/net/tap/hk0 -promisc --name n")]
    [InlineData("arp -s 10.0.0.1 02:00:00:00:00:01 temp pub")]
    [InlineData("capture -w - -c 5 loop")]
    public void Options_go_together(string line, string? missing = null) =>
        Assert.Equal(missing is not null, HokkuCommand.Create().Parse(line).Errors.Count > 0);
}
