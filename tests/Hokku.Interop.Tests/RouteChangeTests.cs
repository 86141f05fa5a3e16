using System.Net;
using Hokku.Network;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class RouteChangeTests
{
    private const long Size = 64 << 20;
    private const string Second = "hk1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly IPAddress Far = IPAddress.Parse("10.8.0.1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_survives_the_change_of_its_route_to_another_interface(bool weSend)
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false);
        host.AddTap(Second, "10.9.1.2/24", "10.9.1.1/24");
        home.Run("ip", "address", "add", $"{Far}/32", "dev", "lo").Succeeded();
        home.Run("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.hk0.rp_filter=0", "net.ipv4.conf.hk1.rp_filter=0").Succeeded();
        host.Roster.AddRoute(Route("10.9.0.1"));
        using var capture = new PacketCapture(home, Second, 128);
        using var limit = new CancellationTokenSource(Patience);
        var transfer = new Transfer(Size, weSend);
        var running = transfer.RunAsync(host.Network, home, Far, 7000, limit.Token);
        await Eventually.TrueAsync(() => transfer.Received > Size / 8, Patience, "an eighth is transferred");
        host.Roster.RemoveRoute(Route("10.9.0.1"));
        host.Roster.AddRoute(Route("10.9.1.1"));
        home.Run("ip", "route", "add", $"{WholeHost.OurAddress}/32", "via", "10.9.1.2").Succeeded();
        Assert.True(transfer.Received < Size, "The transfer was over before the route changed.");
        await running.WaitAsync(Patience);
        Assert.Equal(Size, transfer.Received);
        Assert.True(capture.Count($"tcp && ip.src == {WholeHost.OurAddress}") > 100);
        Assert.True(capture.Count($"tcp && ip.dst == {WholeHost.OurAddress}") > 100);
        capture.AssertClean();
    }

    private static RouteState Route(string gateway) => new() { Destination = new IPNetwork(Far, 32), IsHost = true, Gateway = IPAddress.Parse(gateway) };
}
