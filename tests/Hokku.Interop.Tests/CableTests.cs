using System.Globalization;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class CableTests
{
    private const long Size = 64 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_transfer_goes_on_when_the_cable_is_plugged_in_again(bool weSend, bool pulledAtOurSide)
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName, 128);
        using var limit = new CancellationTokenSource(Patience);
        var transfer = new Transfer(Size, weSend) { IsPaced = true };
        var running = transfer.RunAsync(host.Network, home, WholeHost.Linux, 7000, limit.Token);
        await Eventually.TrueAsync(() => transfer.Received > Size / 8, Patience, "an eighth is transferred");
        long noticed = Noticed(home, host, weSend);
        Pull(home, host, pulledAtOurSide);
        long before = transfer.Received;
        await Eventually.TrueAsync(() => Noticed(home, host, weSend) > noticed, Patience, "the sender has noticed");
        Assert.True(transfer.Received < Size, "The transfer was over before the cable was pulled.");
        Assert.True(transfer.Received - before < Size / 4, "Octets travel without a cable.");
        Plug(home, host, pulledAtOurSide);
        transfer.IsPaced = false;
        await running.WaitAsync(Patience);
        Assert.Equal(Size, transfer.Received);
        capture.AssertClean();

        // What the kernel has queued when an interface goes down it throws away without counting.
        if (weSend)
            capture.AssertRetransmissionsAtMost(host.LostPackets());
        Figure.Print($"cable pulled at {(pulledAtOurSide ? "our" : "Linux's")} side while {(weSend ? "we send" : "Linux sends")}: "
            + $"{capture.Count("tcp.analysis.retransmission")} segments sent again, {host.LostPackets()} packets lost");
    }

    private static void Pull(LinuxNamespace home, WholeHost host, bool atOurSide)
    {
        if (atOurSide)
            host.Roster.Down(WholeHost.Device);
        else
            home.Run("ip", "link", "set", WholeHost.InterfaceName, "down").Succeeded();
    }

    private static void Plug(LinuxNamespace home, WholeHost host, bool atOurSide)
    {
        if (atOurSide)
            host.Roster.Up(WholeHost.Device);
        else
            home.Run("ip", "link", "set", WholeHost.InterfaceName, "up").Succeeded();
    }

    private static long Noticed(LinuxNamespace home, WholeHost host, bool weSend)
    {
        if (weSend)
            return host.Counter("retransmission time-outs");

        // Without a route the kernel counts no retransmissions, only that it wanted to; and when nothing was in flight, only that there was no route.
        return home.Run("nstat", "-asz", "TcpExtTCPTimeouts", "TcpExtTCPLossProbes", "IpOutNoRoutes").Succeeded().Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
    }
}
