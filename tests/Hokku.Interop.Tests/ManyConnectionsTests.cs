using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Hokku.Services;
using Xunit;

namespace Hokku.Interop.Tests;

public sealed class ManyConnectionsTests
{
    private const int AtOnce = 1000;
    private const int MessageSize = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Linux_holds_a_thousand_connections_to_us_at_once()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false);
        foreach (var service in SmallServices.Echo(host.Network, 7))
            host.Serve(service);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName, 128);
        var sockets = new List<Socket>();
        await home.Begin(() =>
        {
            for (int i = 0; i < AtOnce; i++)
                sockets.Add(KernelPeer.Connect(WholeHost.Ours, 7));
        }).WaitAsync(Patience);
        await Eventually.TrueAsync(() => Established(host) == AtOnce, Patience, "all connections are accepted");
        await home.Begin(() => KernelPeer.ExchangeAndClose(sockets, MessageSize)).WaitAsync(Patience);
        await Eventually.TrueAsync(() => Established(host) == 0, Patience, "all connections are gone");
        capture.AssertClean();
        capture.AssertRetransmissionsAtMost(host.LostPackets());
    }

    [Fact]
    public async Task We_hold_a_thousand_connections_to_linux_at_once()
    {
        using var home = LinuxNamespace.Create();
        using var host = new WholeHost(home, debugBuffers: false);
        using var capture = new PacketCapture(home, WholeHost.InterfaceName, 128);
        using var listener = KernelPeer.Listen(home, 7);
        var accepted = new List<Socket>();
        var accepting = home.Begin(() =>
        {
            while (accepted.Count < AtOnce)
                accepted.Add(listener.Accept());
        });
        using var limit = new CancellationTokenSource(Patience);
        var ours = await Task.WhenAll(Enumerable.Range(0, AtOnce)
            .Select(_ => host.Network.ConnectAsync(new IPEndPoint(WholeHost.Linux, 7), limit.Token).AsTask()));
        await accepting.WaitAsync(Patience);
        Assert.Equal(AtOnce, Established(host));
        var echoes = ours.Select(socket => EchoOnceAsync(socket, limit.Token)).ToArray();
        await home.Begin(() => KernelPeer.ExchangeAndClose(accepted, MessageSize)).WaitAsync(Patience);
        await Task.WhenAll(echoes);
        await Eventually.TrueAsync(() => Established(host) == 0, Patience, "all connections are gone");
        capture.AssertClean();
        capture.AssertRetransmissionsAtMost(host.LostPackets());
    }

    private static int Established(WholeHost host) => host.Roster.Sockets().Count(socket => socket.Protocol == "tcp" && socket.RemoteEndPoint is { Port: > 0 });

    private static async Task EchoOnceAsync(HokkuSocket socket, CancellationToken cancel)
    {
        using (socket)
        {
            var octets = new byte[MessageSize];
            for (int length = 0; length < MessageSize;)
            {
                int more = await socket.ReceiveAsync(octets.AsMemory(length), SocketFlags.None, cancel);
                Assert.NotEqual(0, more);
                length += more;
            }

            await socket.SendAsync(octets, cancel);
            Assert.Equal(0, await socket.ReceiveAsync(octets, SocketFlags.None, cancel));
        }
    }
}
