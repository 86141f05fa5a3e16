using System.Globalization;
using System.Net;
using Hokku.Network;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class PathMtuTests
{
    private const long Size = 4 << 20;
    private const int Narrow = 1300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IPAddress Far = IPAddress.Parse("10.6.2.2");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transfer_fits_itself_to_a_narrow_part_in_the_middle_of_its_path(bool weSend)
    {
        // We - 1500 - home - 1300 - middle - 1500 - far.
        using var home = LinuxNamespace.Create();
        using var middle = LinuxNamespace.Create();
        using var far = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false);
        Join(home, middle, "narrow", 1, Narrow);
        Join(middle, far, "wide", 2, 1500);
        foreach (var router in new[] { home, middle })
            router.Run("sysctl", "-qw", "net.ipv4.ip_forward=1").Succeeded();
        home.Run("ip", "route", "add", "10.6.2.0/24", "via", "10.6.1.2").Succeeded();
        middle.Run("ip", "route", "add", "10.9.0.0/24", "via", "10.6.1.1").Succeeded();
        far.Run("ip", "route", "add", "default", "via", "10.6.2.1").Succeeded();
        host.Roster.AddRoute(new RouteState { Destination = IPNetwork.Parse("10.6.0.0/16"), Gateway = WholeHost.Linux });

        using var capture = new PacketCapture(home, WholeHost.InterfaceName, 128);
        using var limit = new CancellationTokenSource(Patience);
        var transfer = new Transfer(Size, weSend);
        await transfer.RunAsync(host.Network, far, Far, 7000, limit.Token);
        Assert.Equal(Size, transfer.Received);
        if (weSend)
        {
            Assert.True(capture.Count($"icmp.type == 3 && icmp.code == 4 && icmp.mtu == {Narrow}") > 0, "The router has not said that its link is narrow.");
            Assert.True(host.Counter("segment sizes lowered by path mtu") > 0);
            capture.AssertRetransmissionsAtMost(capture.Count($"tcp && ip.src == {WholeHost.OurAddress} && ip.len > {Narrow}"));
        }

        Assert.True(capture.Count($"tcp && ip.len == {Narrow}") > 1000, "The path is not made full use of.");
        capture.AssertClean();
    }

    private static void Join(LinuxNamespace near, LinuxNamespace far, string name, int network, int mtu)
    {
        string size = mtu.ToString(CultureInfo.InvariantCulture);
        near.Run("ip", "link", "add", name, "mtu", size, "type", "veth", "peer", "name", name, "mtu", size, "netns", far.Name).Succeeded();
        foreach (var (side, number) in new[] { (near, 1), (far, 2) })
        {
            // The router must meet packets as they are on a wire, not super-packets and open checksums.
            side.Run("ethtool", "-K", name, "tso", "off", "gso", "off", "gro", "off", "tx", "off").Succeeded();
            side.Run("ip", "address", "add", $"10.6.{network}.{number}/24", "dev", name).Succeeded();
            side.Run("ip", "link", "set", name, "up").Succeeded();
        }
    }
}
