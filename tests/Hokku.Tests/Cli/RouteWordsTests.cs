using System.Net;
using Hokku.Cli;
using Hokku.Cli.Commands;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Cli;

/// <summary>The words of hokku route, and the table that it prints.</summary>
public sealed class RouteWordsTests
{
    private static readonly string[] Known = ["loop", "/dev/net/tap/hk0"];

    [Theory]
    [InlineData("default gw 10.9.0.1", "0.0.0.0/0", "10.9.0.1", "", false)]
    [InlineData("/dev/net/tap/hk0 default gateway 10.9.0.1", "0.0.0.0/0", "10.9.0.1", "/dev/net/tap/hk0", false)]
    [InlineData("/dev/net/tap/hk0 inet 10.8.7.6 netmask 255.255.0.0", "10.8.0.0/16", null, "/dev/net/tap/hk0", false)]
    [InlineData("10.8.7.6/16 gw 10.9.0.1", "10.8.0.0/16", "10.9.0.1", "", false)]
    [InlineData("loop 10.8.7.6 prefixlen 8", "10.0.0.0/8", null, "loop", false)]
    [InlineData("10.8.7.6 gw 10.9.0.1", "10.8.7.6/32", "10.9.0.1", "", true)]
    [InlineData("10.8.7.6/16 gw 10.9.0.1 host", "10.8.7.6/32", "10.9.0.1", "", true)]
    public void A_route_is_read_from_its_words(string words, string destination, string? gateway, string name, bool isHost)
    {
        var read = RouteWords.Parse(words.Split(' '), Known);
        Assert.Equal((destination, gateway, name, isHost), (read.Destination.ToString(), read.Gateway?.ToString(), read.Interface, read.IsHost));
    }

    [Fact]
    public void Values_and_flags_are_read()
    {
        var read = RouteWords.Parse("loop 10.8.0.0/16 mtu 1400 metric 7 reject local".Split(' '), Known);
        Assert.Equal((1400, 7, true, true), (read.Mtu, read.Metric, read.IsReject, read.IsLocal));
    }

    [Theory]
    [InlineData("", "needs a destination")]
    [InlineData("eth0 default gw 10.9.0.1", "There is no interface 'eth0'; there are: loop, /dev/net/tap/hk0.")]
    [InlineData("10.8.0.0/33 gw 10.9.0.1", "'33' is not a number from 0 to 32")]
    [InlineData("10.8/16 gw 10.9.0.1", "'10.8' is not an IPv4 address")]
    [InlineData("default gw ten", "'ten' is not an IPv4 address")]
    [InlineData("default gw", "gw needs a value")]
    [InlineData("default", "needs a gateway (gw A)")]
    [InlineData("loop 10.8.0.0 netmask 255.0.255.0", "'255.0.255.0' is not a mask")]
    [InlineData("loop 10.8.0.0/16 mtu big", "'big' is not a number")]
    [InlineData("loop 10.8.0.0/16 fast", "route does not know 'fast'; it knows netmask")]
    public void A_wrong_word_says_what_would_be_right(string words, string expected)
    {
        var problem = Assert.Throws<UserException>(() => RouteWords.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Known));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_to_be_deleted_needs_no_gateway() => Assert.Equal("10.8.0.0/16", RouteWords.Parse(["10.8.0.0/16"], Known, forDelete: true).Destination.ToString());

    [Fact]
    public void The_table_has_haikus_columns()
    {
        using var output = new StringWriter { NewLine = "\n" };
        RouteText.Print(
            [
                new RouteState { Destination = IPNetwork.Parse("0.0.0.0/0"), Gateway = IPAddress.Parse("192.168.0.254"), Interface = "/dev/net/tap/hk0" },
                new RouteState { Destination = IPNetwork.Parse("192.168.0.0/24"), Interface = "/dev/net/tap/hk0" },
                new RouteState { Destination = IPNetwork.Parse("127.0.0.1/32"), Interface = "loop", IsHost = true, IsLocal = true },
                new RouteState { Destination = IPNetwork.Parse("10.0.0.0/8"), Interface = "loop", IsReject = true, IsDynamic = true, IsModified = true },
            ],
            output);
        Assert.Equal(
            """
            IPv4 routing table:
                Destination         Netmask         Gateway Flags  Interface
                    0.0.0.0         0.0.0.0   192.168.0.254 D----- /dev/net/tap/hk0
                192.168.0.0   255.255.255.0               - ------ /dev/net/tap/hk0
                  127.0.0.1               -               - --HL-- loop
                   10.0.0.0       255.0.0.0               - -R--DM loop


            """.ReplaceLineEndings("\n"),
            output.ToString());
    }
}
