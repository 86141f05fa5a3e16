using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class InterfacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Of_two_interfaces_on_one_device_one_can_be_down()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        const string Other = WholeHost.Device + ":1";
        host.Roster.AddAddress(Other, IPAddress.Parse("10.9.5.2"), 24);
        host.Roster.Up(Other);
        home.Run("ip", "address", "add", "10.9.5.1/24", "dev", WholeHost.InterfaceName).Succeeded();
        AssertPings(home, WholeHost.OurAddress, true);
        AssertPings(home, "10.9.5.2", true);
        host.Roster.Down(Other);
        AssertPings(home, WholeHost.OurAddress, true);
        AssertPings(home, "10.9.5.2", false);
        Assert.True(host.Counter("interface down") > 0, "What came for the interface that is down was not counted.");
        host.Roster.Up(Other);
        host.Roster.Down(WholeHost.Device);
        AssertPings(home, "10.9.5.2", true);
        AssertPings(home, WholeHost.OurAddress, false);
        host.Roster.Up(WholeHost.Device);
        AssertPings(home, WholeHost.OurAddress, true);
        capture.AssertClean();
    }

    [Fact]
    public async Task An_interface_without_a_route_never_sends_but_receives()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        host.AddTap("hk1", ours: null, linux: "10.9.1.1/24");
        home.Run("ip", "route", "add", "255.255.255.255", "dev", "hk1", "src", "10.9.1.1").Succeeded();
        using var capture = new PacketCapture(home, "hk1");
        using var limit = new CancellationTokenSource(Patience);
        using var ours = host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        ours.Bind(new IPEndPoint(IPAddress.Any, 4000));
        using var theirs = home.OpenSocket(SocketType.Dgram);
        theirs.EnableBroadcast = true;
        theirs.SendTo("to whom it may concern"u8, new IPEndPoint(IPAddress.Broadcast, 4000));
        var octets = new byte[100];
        var message = await ours.ReceiveFromAsync(octets, SocketFlags.None, limit.Token);
        Assert.Equal("to whom it may concern", System.Text.Encoding.UTF8.GetString(octets, 0, message.ReceivedBytes));
        Assert.Equal("10.9.1.1", ((IPEndPoint)message.RemoteEndPoint).Address.ToString());
        var refusal = Assert.Throws<SocketException>(() => ours.SendTo("an answer"u8, message.RemoteEndPoint));
        Assert.Equal(SocketError.NetworkUnreachable, refusal.SocketErrorCode);
        Assert.Equal(0, host.Roster.Interfaces().Single(each => each.Name == "/dev/net/tap/hk1").Counters.SentPackets);
        Assert.Equal(0, capture.Count($"eth.src != {LinkAddress(home)}"));
        capture.AssertClean();
    }

    private static string LinkAddress(LinuxNamespace home) => home.Run("cat", "/sys/class/net/hk1/address").Succeeded().Output.Trim();

    private static void AssertPings(LinuxNamespace home, string address, bool answers)
    {
        var ping = home.Run("ping", "-n", "-c", "1", "-W", answers ? "3" : "1", address);
        Assert.True(ping.ExitCode == 0 == answers, $"{address} {(answers ? "does not answer" : "answers")}:\n{ping.Output}{ping.Errors}");
    }
}
