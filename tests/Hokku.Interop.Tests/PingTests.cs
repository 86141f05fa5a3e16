using System.Net;
using System.Net.NetworkInformation;
using Hokku.Devices.Tap;
using Xunit;
using Ping = Hokku.Network.Ping;

namespace Hokku.Interop.Tests;

public sealed class PingTests
{
    [Theory]
    [InlineData(56)]
    [InlineData(1472)]
    [InlineData(8000)]
    public void Linux_pings_us(int octets)
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home);
        using var capture = new PacketCapture(home, TapHost.InterfaceName);
        var ping = home.Run("ping", "-n", "-c", "5", "-i", "0.05", "-W", "2", "-s", $"{octets}", TapHost.OurAddress).Succeeded();
        Assert.Contains("5 received", ping.Output, StringComparison.Ordinal);
        Assert.Contains("0% packet loss", ping.Output, StringComparison.Ordinal);
        Assert.Equal(5, capture.Count("icmp.type == 0"));
        capture.AssertClean();
    }

    [Theory]
    [InlineData(56)]
    [InlineData(1472)]
    [InlineData(8000)]
    public async Task We_ping_linux(int octets)
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home);
        using var capture = new PacketCapture(home, TapHost.InterfaceName);
        using var ping = new Ping(host.Network);
        var payload = new byte[octets];
        Random.Shared.NextBytes(payload);
        for (int i = 0; i < 5; i++)
        {
            var reply = await ping.SendAsync(IPAddress.Parse(TapHost.LinuxAddress), payload, TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            Assert.Equal(IPStatus.Success, reply.Status);
            Assert.True(reply.Payload.Span.SequenceEqual(payload));
        }

        Assert.Equal(5, capture.Count("icmp.type == 0"));
        capture.AssertClean();
    }

    [Fact]
    public void A_jumbo_packet_passes_in_one_piece()
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home, mtu: 9000);
        using var capture = new PacketCapture(home, TapHost.InterfaceName);
        home.Run("ping", "-n", "-c", "3", "-i", "0.05", "-M", "do", "-s", "8000", TapHost.OurAddress).Succeeded();
        Assert.Equal(6, capture.Count("icmp && ip.len == 8028"));
        capture.AssertClean();
    }

    [Fact]
    public void Linux_knows_our_hardware_address_and_we_know_its()
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home, new TapOptions { Address = Wire.Addresses.EthernetAddress.Parse("02:12:34:56:78:9a") });
        home.Run("ping", "-n", "-c", "1", "-W", "2", TapHost.OurAddress).Succeeded();
        Assert.Contains("02:12:34:56:78:9a", home.Run("ip", "neigh", "show", TapHost.OurAddress).Output, StringComparison.Ordinal);
        var theirs = host.Network.Roster.Neighbors().Single(n => n.Address.ToString() == TapHost.LinuxAddress);
        Assert.Contains(
            string.Join(':', theirs.LinkAddress.GetAddressBytes().Select(o => $"{o:x2}")),
            home.Run("ip", "link", "show", TapHost.InterfaceName).Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_unreachable()
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home);
        using var ping = new Ping(host.Network);
        var reply = await ping.SendAsync(IPAddress.Parse("10.9.0.77"), new byte[56], TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(IPStatus.DestinationHostUnreachable, reply.Status);
    }
}
