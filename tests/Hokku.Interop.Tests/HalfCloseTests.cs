using System.Net;
using System.Net.Sockets;
using System.Text;
using Hokku.Network;
using Hokku.Services;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class HalfCloseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Linux_ends_its_half_first_and_still_reads_our_answer()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        foreach (var service in SmallServices.Echo(host.Network, 7))
            host.Serve(service);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        var answer = home.Run("bash", "-c", $"echo hi | timeout 10 nc -N {WholeHost.OurAddress} 7").Succeeded();
        Assert.Equal("hi\n", answer.Output);
        capture.AssertClean();
        capture.AssertRetransmissionsAtMost(0);
    }

    [Fact]
    public async Task We_end_our_half_first_and_still_read_what_linux_sends()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        using var listener = host.Network.Listen(5000);
        using var nc = home.Start("nc", "-N", WholeHost.OurAddress, "5000");
        using var limit = new CancellationTokenSource(Patience);
        using var connection = await listener.AcceptAsync(limit.Token);
        await connection.SendAsync("all I have to say\n"u8.ToArray(), limit.Token);
        connection.Shutdown(SocketShutdown.Send);
        nc.WaitFor("all I have to say");
        await nc.Input.WriteLineAsync("but I go on");
        nc.Input.Close();
        Assert.Equal("but I go on\n", await ReadToEndAsync(connection, limit.Token));
        nc.WaitForExit().Succeeded();
        capture.AssertClean();
        capture.AssertRetransmissionsAtMost(0);
    }

    [Fact]
    public async Task A_server_of_linux_ends_its_half_first_and_still_reads_what_we_send()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName);
        using var nc = home.Start("nc", "-n", "-v", "-l", "-N", "5001");
        nc.WaitFor("Listening");
        using var limit = new CancellationTokenSource(Patience);
        using var connection = await host.Network.ConnectAsync(new IPEndPoint(WholeHost.Linux, 5001), limit.Token);
        await nc.Input.WriteLineAsync("hi");
        nc.Input.Close();
        Assert.Equal("hi\n", await ReadToEndAsync(connection, limit.Token));
        await connection.SendAsync("an answer to half a connection\n"u8.ToArray(), limit.Token);
        connection.Shutdown(SocketShutdown.Send);
        Assert.Contains("an answer to half a connection", nc.WaitForExit().Succeeded().Output, StringComparison.Ordinal);
        capture.AssertClean();
        capture.AssertRetransmissionsAtMost(0);
    }

    private static async Task<string> ReadToEndAsync(HokkuSocket connection, CancellationToken cancel)
    {
        var text = new StringBuilder();
        var octets = new byte[1000];
        int length;
        while ((length = await connection.ReceiveAsync(octets, SocketFlags.None, cancel)) > 0)
            text.Append(Encoding.UTF8.GetString(octets, 0, length));
        return text.ToString();
    }
}
