using Hokku.Linux;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class TapTests
{
    [Fact]
    public void The_kernel_sees_the_cable_pulled_while_our_interface_is_down()
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home);
        Assert.Contains("LOWER_UP", Link(home), StringComparison.Ordinal);
        host.Network.Roster.Down(TapHost.Device);
        Assert.Contains("NO-CARRIER", Link(home), StringComparison.Ordinal);
        host.Network.Roster.Up(TapHost.Device);
        home.Run("ping", "-n", "-c", "1", "-W", "2", TapHost.OurAddress).Succeeded();
    }

    [Fact]
    public void A_deleted_interface_takes_ours_with_it()
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home);
        home.Run("ip", "link", "del", TapHost.InterfaceName).Succeeded();
        Assert.True(SpinWait.SpinUntil(() => host.Network.Roster.Interfaces().All(i => i.Name != TapHost.Device), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void A_persistent_interface_can_be_attached_to_and_survives()
    {
        using var home = LinuxNamespace.Create();
        home.Run("ip", "tuntap", "add", "dev", TapHost.InterfaceName, "mode", "tap", "vnet_hdr").Succeeded();
        using (var host = new TapHost(home))
            home.Run("ping", "-n", "-c", "1", "-W", "2", TapHost.OurAddress).Succeeded();
        Assert.Contains(TapHost.InterfaceName, Link(home), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/net/tap/", "is not the name")]
    [InlineData("/dev/net/tap/a-name-that-is-too-long", "1 to 15 octets")]
    [InlineData("/dev/net/tap/a b", "is not the name")]
    [InlineData("/dev/net/tap/lo", "of another kind")]
    public void A_bad_name_is_refused_with_a_reason(string name, string reason)
    {
        using var home = LinuxNamespace.Create();
        string? error = null;
        home.Enter(() => Assert.Null(new Devices.Tap.TapModule().CreateDevice(name, out error)));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_use_is_refused_with_a_reason()
    {
        using var home = LinuxNamespace.Create();
        using var host = new TapHost(home);
        string? error = null;
        home.Enter(() => Assert.Null(new Devices.Tap.TapModule().CreateDevice(TapHost.Device, out error)));
        Assert.Contains("in use by another program", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Descriptors_travel_over_local_sockets()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Local sockets of this kind need Linux.");
        var (first, second) = UnixSocket.MakePair();
        using (first)
        using (second)
        {
            Assert.Equal((uint)Environment.ProcessId, (uint)UnixSocket.CredentialsOf(first).Process);
            using var sent = new WakeUp();
            Assert.Equal(1, UnixSocket.Send(first, [7], [sent.Number]));
            Span<byte> octets = stackalloc byte[8];
            Span<int> descriptors = stackalloc int[2];
            Assert.Equal(1, UnixSocket.Receive(second, octets, descriptors, out int count));
            Assert.Equal(1, count);
            sent.Wake();
            using var received = new Descriptor(descriptors[0]);
            Assert.Equal(8, received.Read(octets));
            Assert.Equal(1, octets[0]);
            Assert.Equal(-(nint)LinuxError.EAGAIN, UnixSocket.Receive(second, octets, descriptors, out _, wait: false));
        }
    }

    private static string Link(LinuxNamespace home) => home.Run("ip", "link", "show", TapHost.InterfaceName).Output;
}
