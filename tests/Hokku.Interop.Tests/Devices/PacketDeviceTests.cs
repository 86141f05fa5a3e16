using Hokku.Devices.Packet;
using Hokku.Linux;
using Hokku.Network;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class PacketDeviceTests
{
    private const string Device = "/dev/net/packet/v0";

    [Fact]
    public void A_packet_device_on_a_veth_pair_carries_super_packets_both_ways()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        using var host = new DeviceHost(home, Device);
        using var capture = new PacketCapture(home, "v1", 128);
        DeviceTraffic.Pass(home, host);
        Assert.NotEqual(0, capture.Count("tcp.len > 1460 && ip.src == 10.9.0.2"));
        Assert.NotEqual(0, capture.Count("tcp.len > 1460 && ip.src == 10.9.0.1"));
        Assert.Equal("", capture.Show("_ws.malformed || ip.checksum.status == Bad")); // checksums of TCP are not filled between the two
    }

    [Fact]
    public void What_a_packet_device_leaves_to_the_kernel_reaches_the_wire_right()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home, isWire: true);
        using var host = new DeviceHost(home, Device);
        using var capture = new PacketCapture(home, "v1");
        DeviceTraffic.Pass(home, host);
        Assert.Equal(0, capture.Count("tcp.len > 1460"));
        capture.AssertClean();
    }

    [Fact]
    public void A_packet_device_without_offloads_fills_checksums_and_cuts_segments_itself()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        var module = new PacketModule(_ => new PacketOptions { Offloads = 0 });
        using var host = new DeviceHost(home, Device, (PacketModule.Description, () => module));
        using var capture = new PacketCapture(home, "v1");
        DeviceTraffic.Pass(home, host);
        Assert.Equal(0, capture.Count("tcp.len > 1460 && ip.src == 10.9.0.2"));
        Assert.Equal("", capture.Show("tcp.checksum.status == Bad && tcp.checksum != 0xffff && ip.src == 10.9.0.2"));
    }

    [Fact]
    public void A_packet_device_on_a_bridge_is_a_host_of_its_network()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        home.Run("ip", "link", "add", "br0", "type", "bridge").Succeeded();
        home.Run("ip", "link", "set", "v0", "master", "br0").Succeeded();
        home.Run("ip", "link", "set", "br0", "up").Succeeded();
        using var host = new DeviceHost(home, "/dev/net/packet/br0");
        DeviceTraffic.Pass(home, host);
    }

    [Fact]
    public void Another_hardware_address_than_the_interface_has_is_listened_to()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        var module = new PacketModule(_ => new PacketOptions { Address = Wire.Addresses.EthernetAddress.Parse("02:12:34:56:78:9a") });
        using var host = new DeviceHost(home, Device, (PacketModule.Description, () => module));
        home.Run("ping", "-n", "-c", "1", "-W", "2", DeviceHost.OurAddress).Succeeded();
        Assert.Contains("02:12:34:56:78:9a", home.Run("ip", "neigh", "show", DeviceHost.OurAddress).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_with_a_vlan_tag_are_not_taken_for_untagged_ones()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        using var host = new DeviceHost(home, Device);
        home.Enter(() => SendArpRequest(tag: [0x81, 0x00, 0x00, 0x07]));
        home.Enter(() => SendArpRequest(tag: []));
        await Eventually.TrueAsync(() => Requests() > 0, TimeSpan.FromSeconds(5), "the untagged request has come");
        Assert.Equal(1, Requests());

        long Requests() => host.Network.Roster.Counters().Where(counter => counter.Name == "requests received").Sum(counter => counter.Value);
    }

    [Fact]
    public async Task An_interface_that_goes_down_takes_the_link_and_one_that_is_deleted_takes_ours_with_it()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        using var host = new DeviceHost(home, Device);
        home.Run("ip", "link", "set", "v0", "down").Succeeded();
        await Eventually.TrueAsync(() => (host.State.Flags & InterfaceState.Flag.Link) == 0, TimeSpan.FromSeconds(5), "the link is gone");
        home.Run("ip", "link", "set", "v0", "up").Succeeded();
        home.Run("ping", "-n", "-c", "3", "-i", "0.2", "-W", "2", DeviceHost.OurAddress);
        await Eventually.TrueAsync(() => (host.State.Flags & InterfaceState.Flag.Link) != 0, TimeSpan.FromSeconds(5), "the link is back");
        home.Run("ip", "link", "del", "v0").Succeeded();
        await Eventually.TrueAsync(() => host.Network.Roster.Interfaces().All(each => each.Device != Device), TimeSpan.FromSeconds(5), "the interface is gone");
    }

    [Theory]
    [InlineData("/dev/net/packet/", "is not the name")]
    [InlineData("/dev/net/packet/a-name-that-is-too-long", "1 to 15 octets")]
    [InlineData("/dev/net/packet/nobody", "There is no interface 'nobody' to join")]
    [InlineData("/dev/net/packet/lo", "is no Ethernet interface")]
    public void A_name_that_cannot_be_joined_is_refused_with_a_reason(string name, string reason)
    {
        using var home = LinuxNamespace.Create();
        string? error = null;
        home.Enter(() => Assert.Null(new PacketModule().CreateDevice(name, out error)));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_brings_up_a_packet_device_and_says_what_it_offloads()
    {
        using var home = LinuxNamespace.Create();
        DeviceHost.MakePair(home);
        using var host = new CliProcess(home, $"packet{Environment.ProcessId}", "--interface", $"{Device} 10.9.0.2/24");
        home.Run("ping", "-n", "-c", "1", "-W", "2", DeviceHost.OurAddress).Succeeded();
        Assert.Contains("Offloads: tx-checksum rx-checksum tso4 tso6 uso gro", host.Run("ifconfig").Succeeded().Output, StringComparison.Ordinal);
    }

    private static void SendArpRequest(ReadOnlySpan<byte> tag)
    {
        using var socket = PacketSocket.Open(bypassQueueing: false);
        PacketSocket.Bind(socket, LinuxInterface.IndexOf("v1"), receives: true);
        ReadOnlySpan<byte> from = [2, 0, 0, 0, 0, 9];
        ReadOnlySpan<byte> request = [0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1, .. from, 10, 9, 0, 9, 0, 0, 0, 0, 0, 0, 10, 9, 0, 2];
        Span<byte> noHeader = stackalloc byte[10];
        Assert.True(socket.Write([.. noHeader, 255, 255, 255, 255, 255, 255, .. from, .. tag, .. request]) > 0);
    }
}
