using Hokku.Devices.Tun;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class TunDeviceTests
{
    private const string Device = "/dev/net/tun/hk0";

    [Fact]
    public void A_tunnel_carries_super_packets_both_ways()
    {
        using var home = LinuxNamespace.Create();
        using var host = new DeviceHost(home, Device);
        DeviceHost.LinuxSide(home, "hk0");
        using var capture = new PacketCapture(home, "hk0", 128);
        DeviceTraffic.Pass(home, host);
        Assert.NotEqual(0, capture.Count("tcp.len > 1460 && ip.src == 10.9.0.2"));
        Assert.NotEqual(0, capture.Count("tcp.len > 1460 && ip.src == 10.9.0.1"));
        Assert.Equal(0, capture.Count("eth || arp"));
        Assert.Equal("", capture.Show("_ws.malformed || ip.checksum.status == Bad")); // checksums of TCP are not filled between the two
    }

    [Fact]
    public void A_tunnel_without_offloads_carries_packets_with_their_checksums()
    {
        using var home = LinuxNamespace.Create();
        var module = new TunModule(_ => new TunOptions { Offloads = 0 });
        using var host = new DeviceHost(home, Device, (TunModule.Description, () => module));
        DeviceHost.LinuxSide(home, "hk0");
        using var capture = new PacketCapture(home, "hk0");
        DeviceTraffic.Pass(home, host);
        Assert.Equal(0, capture.Count("tcp.len > 1460"));
        capture.AssertClean();
    }

    [Theory]
    [InlineData("/dev/net/tun/", "is not the name")]
    [InlineData("/dev/net/tun/a b", "is not the name")]
    [InlineData("/dev/net/tun/lo", "of another kind")]
    public void A_bad_name_is_refused_with_a_reason(string name, string reason)
    {
        using var home = LinuxNamespace.Create();
        string? error = null;
        home.Enter(() => Assert.Null(new TunModule().CreateDevice(name, out error)));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tap_is_no_tunnel_and_a_name_in_use_is_said_to_be_so()
    {
        using var home = LinuxNamespace.Create();
        using var host = new DeviceHost(home, Device);
        string? error = null;
        home.Enter(() => Assert.Null(new TunModule().CreateDevice(Device, out error)));
        Assert.Contains("in use by another program", error, StringComparison.Ordinal);
        home.Run("ip", "tuntap", "add", "dev", "hk1", "mode", "tap").Succeeded();
        home.Enter(() => Assert.Null(new TunModule().CreateDevice("/dev/net/tun/hk1", out error)));
        Assert.Contains("of another kind", error, StringComparison.Ordinal);
    }
}
