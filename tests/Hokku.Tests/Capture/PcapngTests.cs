using CsCheck;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Capture;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Capture;

public sealed class PcapngTests : IDisposable
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly BufferPool _pool = new(new BufferPoolOptions { Debug = true });
    private readonly MemoryStream _stream = new();

    public void Dispose()
    {
        _pool.AssertBalanced();
        _pool.Dispose();
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var writer = new PcapngWriter(_stream, new PcapngOptions { Epoch = Epoch });
        var ethernet = writer.AddInterface("hk0", LinkType.Ethernet);
        var raw = writer.AddInterface("lo", LinkType.Raw);
        Assert.True(writer.TryWrite(ethernet, TimeSpan.FromTicks(12_345_678), [1, 2, 3], PacketDirection.Received));
        var buffer = Packet(5000);
        Assert.True(writer.TryWrite(raw, TimeSpan.FromHours(1), buffer, PacketDirection.Sent, "dropped: no route"));
        Assert.True(writer.TryWriteStatistics(raw, TimeSpan.FromHours(2), 7, 1));
        buffer.Free();
        writer.Flush();
        var packets = ReadAll();
        Assert.Equal(2, packets.Count);
        Assert.Equal(("hk0", LinkType.Ethernet, PacketDirection.Received, (string?)null),
            (packets[0].Interface, packets[0].LinkType, packets[0].Direction, packets[0].Comment));
        Assert.Equal(new byte[] { 1, 2, 3 }, packets[0].Octets);
        Assert.Equal(Epoch.AddTicks(12_345_678), packets[0].Time);
        Assert.Equal(("lo", LinkType.Raw, PacketDirection.Sent, "dropped: no route"),
            (packets[1].Interface, packets[1].LinkType, packets[1].Direction, packets[1].Comment));
        Assert.Equal(new byte[5000], packets[1].Octets);
    }

    [Fact]
    public void Any_packets_and_comments_survive() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.String[0, 20], Gen.Bool).Array[0, 30].Sample(packets =>
        {
            var stream = new MemoryStream();
            var writer = new PcapngWriter(stream);
            var number = writer.AddInterface("x", LinkType.User0);
            foreach (var (octets, comment, sent) in packets)
                Assert.True(writer.TryWrite(number, TimeSpan.FromSeconds(1), octets, sent ? PacketDirection.Sent : PacketDirection.Received, Utf8(comment)));
            writer.Flush();
            stream.Position = 0;
            var reader = new PcapngReader(stream);
            foreach (var (octets, comment, sent) in packets)
            {
                var packet = reader.Read()!;
                Assert.Equal(octets, packet.Octets);
                Assert.Equal(Utf8(comment), packet.Comment);
                Assert.Equal(sent ? PacketDirection.Sent : PacketDirection.Received, packet.Direction);
            }
            Assert.Null(reader.Read());
        }, iter: 200);

    [Fact]
    public void Long_packets_are_cut_to_the_snap_length_and_remember_their_size()
    {
        var writer = new PcapngWriter(_stream, new PcapngOptions { SnapLength = 68 });
        var buffer = Packet(1500);
        Assert.True(writer.TryWrite(writer.AddInterface("x", LinkType.Raw), default, buffer, PacketDirection.Received));
        buffer.Free();
        writer.Flush();
        var packet = Assert.Single(ReadAll());
        Assert.Equal((68, 1500), (packet.Octets.Length, packet.OriginalLength));
    }

    [Fact]
    public void Full_memory_loses_packets_and_counts_them_until_it_is_flushed()
    {
        var writer = new PcapngWriter(_stream, new PcapngOptions { BufferOctets = 10_000 });
        var number = writer.AddInterface("x", LinkType.Raw);
        var written = 0;
        while (writer.TryWrite(number, default, new byte[1000], PacketDirection.Sent))
            written++;
        Assert.InRange(written, 8, 9);
        Assert.Equal(1, writer.Missed);
        writer.Flush();
        Assert.True(writer.TryWrite(number, default, new byte[1000], PacketDirection.Sent));
        writer.Flush();
        Assert.Equal(written + 1, ReadAll().Count);
    }

    [Fact]
    public void Writing_allocates_nothing_on_the_heap()
    {
        var writer = new PcapngWriter(Stream.Null);
        var number = writer.AddInterface("x", LinkType.Raw);
        var buffer = Packet(1500);
        // The runtime itself may allocate once, when it compiles the loop again: the best of three rounds counts.
        var least = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++)
            {
                writer.TryWrite(number, default, buffer, PacketDirection.Sent);
                if (i % 1000 == 0)
                    writer.Flush();
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        buffer.Free();
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0A0D0D0A00000000")]
    [InlineData("0A0D0D0A1C0000004D3C2B1A")]
    [InlineData("060000001000000000000000FFFFFFFF")]
    public void A_file_that_is_no_capture_is_refused(string octets) =>
        Assert.Throws<InvalidDataException>(() => new PcapngReader(new MemoryStream(Convert.FromHexString(octets))).Read());

    [Fact]
    public void The_reason_of_a_drop_is_a_comment_on_the_packet()
    {
        var writer = new PcapngWriter(_stream);
        var time = TimeSpan.FromSeconds(1);
        var monitor = new CaptureMonitor(writer, () => time);
        var device = new SilentDevice("hk0", DeviceType.Ethernet);
        var packets = new[] { Packet(60), Packet(61), Packet(62) };
        foreach (var packet in packets)
        {
            packet.Timestamp = time;
            monitor.Seen(device, packet, PacketDirection.Received);
        }
        packets[1].RemoveHeader(34);
        monitor.Dropped(device, packets[1], DropReason.BadChecksum);
        packets[1].Free();
        var unseen = Packet(20);
        monitor.Dropped(null, unseen, DropReason.NoRoute);
        unseen.Free();
        packets[0].Free();
        packets[2].Free();
        monitor.Flush();
        var all = ReadAll();
        Assert.Equal(
            [("dropped", 20, "dropped: no route"), ("hk0", 60, null), ("hk0", 61, "dropped: bad checksum"), ("hk0", 62, null)],
            all.Select(packet => (packet.Interface, packet.OriginalLength, packet.Comment)));
    }

    [Fact]
    public void A_long_capture_holds_back_a_bounded_number_of_packets()
    {
        var writer = new PcapngWriter(_stream);
        var monitor = new CaptureMonitor(writer, () => default);
        var device = new SilentDevice("loop", DeviceType.Loopback);
        for (var i = 0; i < 500; i++)
        {
            var packet = Packet(40);
            monitor.Seen(device, packet, PacketDirection.Sent);
            packet.Free();
        }
        Assert.InRange(_pool.Statistics.BuffersInUse, 1, 64);
        monitor.Happened(device, DeviceEvent.BeingRemoved);
        Assert.Equal(0, _pool.Statistics.BuffersInUse);
        monitor.Flush();
        Assert.Equal(500, ReadAll().Count);
    }

    private static string Utf8(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private NetBuffer Packet(int size)
    {
        var buffer = _pool.Create()!;
        Assert.True(buffer.TryAppend(new byte[size]));
        return buffer;
    }

    private List<PcapngPacket> ReadAll()
    {
        _stream.Position = 0;
        var reader = new PcapngReader(_stream);
        var packets = new List<PcapngPacket>();
        while (reader.Read() is { } packet)
            packets.Add(packet);
        return packets;
    }
}
