using System.Net;
using System.Net.Sockets;
using Hokku.Devices.VirtualWire;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Figures;

/// <summary>What async sockets allocate in the whole process, all threads counted: two hosts in real time, each with its device's thread.</summary>
[Collection(FiguresCollection.Name)]
public sealed class AsyncAllocationTests : IDisposable
{
    private const int Packets = 100_000;
    private const int Segment = 1448;
    private const int Buffer = 256 * 1024;
    private readonly List<HokkuHost> _hosts = [];
    private readonly byte[] _data = new byte[65536];
    private readonly byte[] _read = new byte[65536];
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Async_streams_allocate_at_most_one_octet_a_packet_in_the_whole_process()
    {
        Start();
        using var listener = _hosts[1].Network.Listen(80);
        var accepting = listener.AcceptAsync(_cancel);
        using var client = await _hosts[0].Network.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 80), _cancel);
        using var server = await accepting;
        // Buffers that tune themselves grow for as long as the path seems to want it, and the reserve with them.
        foreach (var socket in (HokkuSocket[])[client, server])
            (socket.SendBufferSize, socket.ReceiveBufferSize) = (Buffer, Buffer);
        await StreamAsync(client, server, (long)Packets / 5 * Segment);
        long before = GC.GetTotalAllocatedBytes(true);
        await StreamAsync(client, server, (long)Packets * Segment);
        Report("tcp", GC.GetTotalAllocatedBytes(true) - before);
    }

    [Fact]
    public async Task Async_datagrams_allocate_at_most_one_octet_a_packet_in_the_whole_process()
    {
        Start();
        using var receiver = _hosts[1].Network.CreateSocket(SocketType.Dgram);
        receiver.Bind(new IPEndPoint(IPAddress.Any, 6000));
        using var sender = _hosts[0].Network.CreateSocket(SocketType.Dgram);
        sender.Connect(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 6000));
        await DatagramsAsync(sender, receiver, Packets / 5);
        long before = GC.GetTotalAllocatedBytes(true);
        await DatagramsAsync(sender, receiver, Packets);
        Report("udp", GC.GetTotalAllocatedBytes(true) - before);
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
            host.Dispose();
    }

    private void Start()
    {
        var wire = new VirtualWire("w") { IsPolled = true };
        for (int end = 0; end < 2; end++)
            _hosts.Add(new HostBuilder($"async{end}").Interface(wire, end, $"10.0.0.{end + 1}/24").Start());
        foreach (var host in _hosts)
            BufferReserve.Make(host.Stack.Buffers);
    }

    private void Report(string path, long octets)
    {
        double each = (double)octets / Packets;
        Console.WriteLine($"FIGURE garbage a packet in the whole process, async {path}: {each:F3} octets (aim: 1)");
        Assert.True(each <= 1, $"{octets} octets for {Packets} packets.");
    }

    private async Task StreamAsync(HokkuSocket client, HokkuSocket server, long octets)
    {
        var sending = SendAsync(client, octets);
        for (long received = 0; received < octets;)
            received += await server.ReceiveAsync(_read.AsMemory(0, (int)Math.Min(_read.Length, octets - received)), _cancel);
        await sending;
    }

    private async Task SendAsync(HokkuSocket client, long octets)
    {
        for (long sent = 0; sent < octets;)
            sent += await client.SendAsync(_data.AsMemory(0, (int)Math.Min(_data.Length, octets - sent)), _cancel);
    }

    // One after the other: each waits for its datagram, so that each goes through the queue of waiting operations.
    private async Task DatagramsAsync(HokkuSocket sender, HokkuSocket receiver, int count)
    {
        var data = _data.AsMemory(0, 1400);
        for (int i = 0; i < count; i++)
        {
            var receiving = receiver.ReceiveAsync(_read, _cancel);
            await sender.SendAsync(data, _cancel);
            if (await receiving != data.Length)
                Assert.Fail("A datagram was cut.");
        }
    }
}
