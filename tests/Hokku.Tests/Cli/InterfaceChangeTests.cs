using System.Net;
using Hokku.Cli;
using Hokku.Cli.Commands;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Cli;

/// <summary>The words of hokku ifconfig, done to a host on a wire, and what it prints.</summary>
public sealed class InterfaceChangeTests : IDisposable
{
    private const string Wire = "/dev/net/wire/line/0";
    private const string Other = "/dev/net/wire/other/0";
    private readonly HokkuHost _host = new HostBuilder("words").Interface(Wire, "10.9.0.2/24", mac: "02:00:00:00:00:02").Start();

    private NetworkRoster Roster => _host.Network.Roster;

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("10.8.0.2/16", "10.8.0.2", 16, "10.8.255.255")]
    [InlineData("inet 10.8.0.2 255.255.255.0", "10.8.0.2", 24, "10.8.0.255")]
    [InlineData("10.8.0.2 netmask 255.255.255.240", "10.8.0.2", 28, "10.8.0.15")]
    [InlineData("10.8.0.2 prefixlen 8 broadcast 10.8.8.8", "10.8.0.2", 8, "10.8.8.8")]
    public void An_address_makes_the_interface_and_takes_it_up(string words, string address, int prefixLength, string broadcast)
    {
        Apply($"{Other} {words}");
        var made = Find(Other);
        Assert.True(made.IsUp);
        var first = Assert.Single(made.Addresses);
        Assert.Equal((address, prefixLength, broadcast), (first.Address.ToString(), first.PrefixLength, first.Broadcast?.ToString()));
    }

    [Fact]
    public void An_interface_may_be_made_and_left_down()
    {
        Apply($"{Other} 10.8.0.2/16 down");
        Assert.False(Find(Other).IsUp);
    }

    [Fact]
    public void Values_and_flags_change()
    {
        Apply($"{Wire} mtu 1300 metric 4 promisc down");
        var changed = Find(Wire);
        Assert.Equal((1300, 4, false), (changed.Mtu, changed.Metric, changed.IsUp));
        Assert.True((changed.Flags & InterfaceState.Flag.Promiscuous) != 0);
        Apply($"{Wire} -promisc up");
        Assert.True(Find(Wire).IsUp);
        Assert.True((Find(Wire).Flags & InterfaceState.Flag.Promiscuous) == 0);
    }

    [Fact]
    public void A_mask_alone_changes_the_address_that_is_there()
    {
        Apply($"{Wire} netmask 255.255.0.0");
        Assert.Equal(("10.9.0.2", 16), (Find(Wire).Addresses[0].Address.ToString(), Find(Wire).Addresses[0].PrefixLength));
    }

    [Fact]
    public void Addresses_and_interfaces_are_deleted()
    {
        Apply($"{Wire} 10.8.0.2/16");
        InterfaceChange.Parse([Wire, "10.9.0.2"]).Delete(Roster);
        Assert.Equal([IPAddress.Parse("10.8.0.2")], Find(Wire).Addresses.Select(each => each.Address));
        InterfaceChange.Parse([Wire]).Delete(Roster);
        Assert.Equal(["loop"], Roster.Interfaces().Select(each => each.Name));
    }

    [Fact]
    public void A_refused_value_leaves_no_new_interface_and_no_new_address()
    {
        Assert.Throws<RosterException>(() => Apply($"{Other} 10.8.0.2/16 mtu 65536"));
        Assert.Equal(["loop", Wire], Roster.Interfaces().Select(each => each.Name));
        Assert.Throws<RosterException>(() => Apply($"{Wire} 10.8.0.2/16 mtu 65536"));
        Assert.Equal([IPAddress.Parse("10.9.0.2")], Find(Wire).Addresses.Select(each => each.Address));
    }

    [Fact]
    public void A_refused_device_says_why()
    {
        Assert.Contains("does not name the end of a wire", Assert.Throws<RosterException>(() => Apply("/dev/net/wire/line/9 10.8.0.2/16")).Message, StringComparison.Ordinal);
        Assert.Contains("No module drives a device named 'eth0'", Assert.Throws<RosterException>(() => Apply("eth0 10.8.0.2/16")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.8.0", "'10.8.0' is not an IPv4 address")]
    [InlineData("10.8.0.2/33", "'33' is not a number from 0 to 32")]
    [InlineData("10.8.0.2 255.0.255.0", "'255.0.255.0' is not a mask")]
    [InlineData("10.8.0.2 netmask", "netmask needs a value")]
    [InlineData("mtu 10", "'10' is not a number from 68 to 65536")]
    [InlineData("metric -1", "'-1' is not a number")]
    [InlineData("broadcast all", "'all' is not an IPv4 address")]
    [InlineData("fast", "ifconfig does not know 'fast'; it knows netmask")]
    public void A_wrong_word_says_what_would_be_right(string words, string expected)
    {
        var problem = Assert.Throws<UserException>(() => InterfaceChange.Parse([Wire, .. words.Split(' ')]));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, problem.ExitCode);
    }

    [Fact]
    public void An_interface_is_printed_in_haikus_lines()
    {
        using var output = new StringWriter { NewLine = "\n" };
        InterfaceText.Print(Roster.Interfaces(), output);
        var traffic = Find(Wire).Counters;
        Assert.Equal(
            $"""
            loop	Hardware type: Local Loopback, Address: none
            	Offloads: tx-checksum rx-checksum tso4 tso6 uso gro scatter-gather
            	inet addr: 127.0.0.1, Mask: 255.0.0.0
            	MTU: 65536, Metric: 0, up loopback link
            	Receive: 0 packets, 0 errors, 0 bytes, 0 mcasts, 0 dropped
            	Transmit: 0 packets, 0 errors, 0 bytes, 0 mcasts, 0 dropped
            	Collisions: 0

            {Wire}
            	Hardware type: Ethernet, Address: 02:00:00:00:00:02
            	Offloads: {Offloads()}
            	inet addr: 10.9.0.2, Bcast: 10.9.0.255, Mask: 255.255.255.0
            	MTU: 1500, Metric: 0, up broadcast{((Find(Wire).Flags & InterfaceState.Flag.Link) != 0 ? " link" : "")}
            	Receive: {traffic.ReceivedPackets} packets, 0 errors, {traffic.ReceivedOctets} bytes, {traffic.ReceivedMulticasts} mcasts, {traffic.ReceiveDropped} dropped
            	Transmit: {traffic.SentPackets} packets, {traffic.SendErrors} errors, {traffic.SentOctets} bytes, {traffic.SentMulticasts} mcasts, {traffic.SendDropped} dropped
            	Collisions: 0


            """.ReplaceLineEndings("\n"),
            output.ToString());

        string Offloads() => output.ToString().Split("Offloads: ")[2].Split('\n')[0];
    }

    private void Apply(string words) => InterfaceChange.Parse(words.Split(' ')).Apply(Roster);

    private InterfaceState Find(string name) => Roster.Interfaces().Single(each => each.Name == name);
}
