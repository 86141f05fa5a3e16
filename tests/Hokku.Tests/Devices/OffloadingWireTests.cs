using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Hokku.Tests.Devices;

public sealed class OffloadingWireTests
{
    [Fact]
    public async Task Super_packets_cross_whole_and_every_octet_arrives_in_its_place()
    {
        var cancel = TestContext.Current.CancellationToken;
        var wire = new global::Hokku.Devices.VirtualWire.VirtualWire("w") { IsPolled = true, Offloads = true };
        using var sender = new HostBuilder("a").WithoutLoopback().Interface(wire, 0, "10.0.0.1/24", 1500).Start();
        using var receiver = new HostBuilder("b").WithoutLoopback().Interface(wire, 1, "10.0.0.2/24", 1500).Start();
        using var listener = receiver.Network.Listen(80);
        var accepting = listener.AcceptAsync(cancel);
        using var client = await sender.Network.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 80), cancel);
        using var server = await accepting;
        server.CompletesInline = true;
        var sent = new byte[4 << 20];
        new Random(5).NextBytes(sent);
        var receiving = ReadAllAsync(server, sent.Length, cancel);
        for (int at = 0; at < sent.Length;)
            at += await client.SendAsync(sent.AsMemory(at, Math.Min(200_000, sent.Length - at)), cancel);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(sent, await receiving);
        long frames = wire.StatisticsFrom(0).Sent;
        Assert.True(frames < sent.Length / 1448 / 4, $"{frames} frames carried {sent.Length} octets.");
    }

    private static async Task<byte[]> ReadAllAsync(global::Hokku.Network.HokkuSocket socket, int size, CancellationToken cancel)
    {
        var octets = new byte[size];
        int read = 0;
        for (int count; read < size && (count = await socket.ReceiveAsync(octets.AsMemory(read), cancel)) > 0;)
            read += count;
        return octets[..read];
    }
}
