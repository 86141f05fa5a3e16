using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>A router between us and Linux drops packets at random, both ways; the same router then stands between two Linuxes.</summary>
public sealed class LossyPathTests
{
    private const long Size = 4 << 20;
    private const string Lost = "10";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly IPAddress Far = IPAddress.Parse("10.6.2.2");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Losses_are_repaired_selectively_in_both_directions(bool weSend)
    {
        // We - home, which drops one packet in a hundred - far; and near, beside us.
        using var home = LinuxNamespace.Create();
        using var far = LinuxNamespace.Create();
        using var near = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false);
        Join(home, far, "far", 2);
        Join(home, near, "near", 3);
        home.Run("sysctl", "-qw", "net.ipv4.ip_forward=1").Succeeded();
        home.Run("nft", "add table ip lossy").Succeeded();
        home.Run("nft", "add chain ip lossy forward { type filter hook forward priority 0 ; }").Succeeded();
        home.Run("nft", $"add rule ip lossy forward tcp flags & syn == 0 numgen random mod 1000 < {Lost} counter drop").Succeeded();
        host.Roster.AddRoute(new RouteState { Destination = IPNetwork.Parse("10.6.0.0/16"), Gateway = WholeHost.Linux });

        using var capture = new PacketCapture(home, WholeHost.InterfaceName, 128);
        using var limit = new CancellationTokenSource(Patience);
        long began = Stopwatch.GetTimestamp();
        var transfer = new Transfer(Size, weSend);
        await transfer.RunAsync(host.Network, far, Far, 7000, limit.Token);
        var ours = Stopwatch.GetElapsedTime(began);
        Assert.Equal(Size, transfer.Received);
        var linux = await TransferOfLinuxAsync(near, far);

        string sender = weSend ? WholeHost.OurAddress : Far.ToString();
        Assert.Equal(2, capture.Count("tcp.flags.syn == 1 && tcp.options.sack_perm"));
        int blocks = capture.Count($"tcp.options.sack_le && ip.dst == {sender}");
        Assert.True(blocks > 0, "Nothing was acknowledged selectively.");
        Assert.True(capture.Count($"tcp.analysis.retransmission && ip.src == {sender}") > 0, "Nothing was lost.");
        capture.AssertClean();
        if (weSend)
        {
            Assert.True(host.Counter("recoveries from loss") > 0);
            Assert.InRange(host.Counter("retransmission time-outs"), 0, host.Counter("segments retransmitted") / 4);
        }

        Figure.Print($"goodput with 1 % lost, {(weSend ? "Hokku to Linux" : "Linux to Hokku")}: {Rate(ours)}, Linux to Linux {Rate(linux)}, "
            + $"ratio {linux / ours:f2} (aim: 0.9 where both have the same round trip; here Linux has its own within the kernel), {blocks} acknowledgments with blocks, {host.Counter("retransmission time-outs")} time-outs of ours");
    }

    private static string Rate(TimeSpan time) => $"{Size / time.TotalSeconds / 1e6:f1} MB/s";

    private static async Task<TimeSpan> TransferOfLinuxAsync(LinuxNamespace near, LinuxNamespace far)
    {
        using var listener = KernelPeer.Listen(far, 7001);
        var theirs = far.Begin(() =>
        {
            using var socket = listener.Accept();
            var octets = new byte[64 << 10];
            for (long received = 0; received < Size;)
                received += socket.Receive(octets) is var length and > 0 ? length : throw new EndOfStreamException();
        });
        long began = Stopwatch.GetTimestamp();
        await near.Begin(() =>
        {
            using var socket = KernelPeer.Connect(Far, 7001);
            var octets = new byte[64 << 10];
            for (long sent = 0; sent < Size;)
                sent += socket.Send(octets);
            socket.Shutdown(SocketShutdown.Send);
            socket.Receive(octets);
        });
        await theirs;
        return Stopwatch.GetElapsedTime(began);
    }

    private static void Join(LinuxNamespace home, LinuxNamespace other, string name, int network)
    {
        home.Run("ip", "link", "add", name, "type", "veth", "peer", "name", name, "netns", other.Name).Succeeded();
        foreach (var (side, number) in new[] { (home, 1), (other, 2) })
        {
            // The router must meet packets as they are on a wire, not super-packets.
            side.Run("ethtool", "-K", name, "tso", "off", "gso", "off", "gro", "off", "tx", "off").Succeeded();
            side.Run("ip", "address", "add", $"10.6.{network}.{number}/24", "dev", name).Succeeded();
            side.Run("ip", "link", "set", name, "up").Succeeded();
        }

        other.Run("ip", "route", "add", "default", "via", $"10.6.{network}.1").Succeeded();
    }
}
