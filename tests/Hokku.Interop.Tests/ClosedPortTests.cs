using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class ClosedPortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Linux_is_refused_by_a_reset_at_our_closed_tcp_port()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        var nc = home.Run("nc", "-v", "-z", "-w", "10", WholeHost.OurAddress, "81");
        Assert.NotEqual(0, nc.ExitCode);
        Assert.Contains("Connection refused", nc.Errors, StringComparison.Ordinal);
        Assert.Equal(1, capture.Count($"tcp.flags.reset == 1 && ip.src == {WholeHost.OurAddress}"));
        capture.AssertClean();
    }

    [Fact]
    public async Task We_are_refused_at_a_closed_tcp_port_of_linux()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        using var limit = new CancellationTokenSource(Patience);
        var refusal = await Assert.ThrowsAsync<SocketException>(
            async () => await host.Network.ConnectAsync(new IPEndPoint(WholeHost.Linux, 81), limit.Token));
        Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        Assert.Equal(1, capture.Count($"tcp.flags.reset == 1 && ip.src == {WholeHost.LinuxAddress}"));
        capture.AssertClean();
    }

    [Fact]
    public void Linux_is_told_that_our_udp_port_is_unreachable()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        using var socket = home.OpenSocket(SocketType.Dgram);
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        socket.Connect(WholeHost.Ours, 81);
        socket.Send("anybody there?"u8);
        var refusal = Assert.Throws<SocketException>(() => socket.Receive(new byte[10]));
        Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        Assert.Equal(1, capture.Count($"icmp.type == 3 && icmp.code == 3 && ip.src == {WholeHost.OurAddress}"));
        capture.AssertClean();
    }

    [Fact]
    public async Task We_are_told_that_a_udp_port_of_linux_is_unreachable()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        using var limit = new CancellationTokenSource(Patience);
        using var socket = host.Network.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(WholeHost.Linux, 81);
        await socket.SendAsync("anybody there?"u8.ToArray(), limit.Token);
        var refusal = await Assert.ThrowsAsync<SocketException>(
            async () => await socket.ReceiveAsync(new byte[10], SocketFlags.None, limit.Token));
        Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        Assert.Equal(1, capture.Count($"icmp.type == 3 && icmp.code == 3 && ip.src == {WholeHost.LinuxAddress}"));
        capture.AssertClean();
    }
}
