using Hokku.Devices.Xdp;
using Hokku.Linux;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class XdpDeviceTests
{
    private const string Device = "/dev/net/xdp/v0";

    [Fact]
    public void An_xdp_device_on_a_veth_pair_carries_frames_as_they_are_on_the_wire()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home, isWire: true);
        SkipWithoutXdp(home);
        using var host = new DeviceHost(home, Device);
        using var capture = new PacketCapture(home, "v1");
        DeviceTraffic.Pass(home, host);
        Assert.Equal(0, capture.Count("tcp.len > 1460"));
        capture.AssertClean();
        Assert.Equal(0, host.State.Offloads & 0x3F);
    }

    [Fact]
    public void A_queue_that_is_taken_and_one_that_is_let_go_of()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home, isWire: true);
        SkipWithoutXdp(home);
        string? error = null;
        using (new DeviceHost(home, Device))
        {
            home.Enter(() => Assert.Null(new XdpModule().CreateDevice(Device, out error)));
            Assert.Contains("of somebody else's", error, StringComparison.Ordinal);
        }

        using var again = new DeviceHost(home, Device);
        home.Run("ping", "-n", "-c", "1", "-W", "2", DeviceHost.OurAddress).Succeeded();
    }

    [Theory]
    [InlineData("/dev/net/xdp/", "is not the name")]
    [InlineData("/dev/net/xdp/nobody", "There is no interface 'nobody'")]
    [InlineData("/dev/net/xdp/lo", "is no Ethernet interface")]
    public void A_name_that_cannot_be_had_is_refused_with_a_reason(string name, string reason)
    {
        using var home = LinuxNamespace.Create();
        string? error = null;
        home.Enter(() => Assert.Null(new XdpModule().CreateDevice(name, out error)));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    private static void SkipWithoutXdp(LinuxNamespace home)
    {
        string? reason = null;
        home.Enter(() =>
        {
            try
            {
                XdpSocket.Open(LinuxInterface.IndexOf("v0"), 0).Dispose();
            }
            catch (LinuxException exception)
            {
                reason = exception.Message;
            }
        });
        Assert.SkipWhen(reason is not null, $"This kernel has no AF_XDP: {reason}");
    }
}
