using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Udp;

public sealed class UdpSegmentationTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_send_that_is_longer_than_the_segment_size_leaves_as_datagrams_of_it()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, Set(socket, UdpOption.Segment, 100));
        var payload = Packets.Pattern(250);
        Assert.Equal(SocketError.Success, _bench.Send(socket, payload, new NetAddress(Bench.Theirs, 6000)));
        var sent = _bench.TakeSent();
        Assert.Equal(3, sent.Count);
        for (int i = 0; i < 3; i++)
            Assert.Equal(Packets.Udp(Bench.Ours, 5000, Bench.Theirs, 6000, payload.AsSpan()[(i * 100)..Math.Min(250, (i + 1) * 100)]), sent[i][20..]);
        Assert.Equal(3, _bench.Count("udp", "datagrams sent"));
    }

    [Fact]
    public void A_send_of_at_most_the_segment_size_is_one_datagram_and_more_than_64_are_refused()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, Set(socket, UdpOption.Segment, 100));
        Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Pattern(100), new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(SocketError.InvalidArgument, _bench.Send(socket, Packets.Pattern(6401), new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Pattern(6400), new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(65, _bench.TakeSent().Count);
    }

    [Fact]
    public void A_segment_that_no_packet_can_carry_is_refused()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, Set(socket, UdpOption.Segment, 1473));
        Assert.Equal(SocketError.MessageSize, _bench.Send(socket, Packets.Pattern(3000), new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(SocketError.InvalidArgument, Set(socket, UdpOption.Segment, 65536));
        Assert.Equal(SocketError.InvalidArgument, Set(socket, UdpOption.Segment, -1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Joined_datagrams_come_joined_to_whom_asked_for_it_and_apart_to_others(bool asks)
    {
        var from = _bench.Bound(5000);
        var to = _bench.Bound(5001);
        Assert.Equal(SocketError.Success, Set(from, UdpOption.Segment, 100));
        Assert.Equal(SocketError.Success, Set(to, UdpOption.Coalesce, asks ? 1 : 0));
        var payload = Packets.Pattern(250);
        Assert.Equal(SocketError.Success, _bench.Send(from, payload, new NetAddress(IPv4Address.Loopback, 5001)));
        List<byte[]> received = [];
        int size = 0;
        while (_bench.Receive(to, out var octets, out _, buffer => size = SegmentSize(buffer)) == SocketError.Success)
            received.Add(octets);
        Assert.Equal(asks ? [250] : [100, 100, 50], received.Select(each => each.Length));
        Assert.Equal(payload, received.SelectMany(each => each));
        Assert.Equal(asks ? 100 : 0, size);
        Assert.Equal(3, _bench.Count("udp", "datagrams delivered"));
    }

    [Fact]
    public void Datagrams_of_one_flow_are_joined_only_where_somebody_asked_and_only_while_they_are_as_long()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal([100, 100, 50, 100], Join(socket, 100, 100, 50, 100));
        Set(socket, UdpOption.Coalesce, 1);
        Assert.Equal([250, 100], Join(socket, 100, 100, 50, 100));
        Assert.Equal([100, 101], Join(socket, 100, 101));
        Assert.Equal([0, 0], Join(socket, 0, 0));
    }

    /// <summary>What the offload makes of datagrams that come one after the other: payload lengths.</summary>
    private List<int> Join(ISocketCalls socket, params int[] lengths) => _bench.Inside(() =>
    {
        var offload = _bench.Stack.GetOffload(NetFamily.Internet, 17)!;
        List<NetBuffer> made = [];
        foreach (int length in lengths)
        {
            var buffer = _bench.Stack.Buffers.Create()!;
            var packet = Packets.Udp(Bench.Theirs, 6000, Bench.Ours, 5000, Packets.Pattern(length));
            Assert.True(buffer.TryAppend(packet));
            buffer.TransportLength = buffer.NetworkLength = buffer.Size;
            buffer.Flags |= BufferFlags.TransportChecksumValid;
            if (made.Count == 0 || !offload.TryCoalesce(made[^1], buffer))
                made.Add(buffer);
        }

        GC.KeepAlive(socket);
        var result = made.ConvertAll(each => each.Size - 8);
        made.ForEach(each => each.Free());
        return result;
    });

    private SocketError Set(ISocketCalls socket, UdpOption option, int value) =>
        _bench.Inside(() => socket.SetOption(SocketLevel.Udp, (int)option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value))));

    private static int SegmentSize(NetBuffer buffer)
    {
        int position = 0;
        while (buffer.HasAncillary && buffer.Ancillary.TryNext(ref position, out var item))
        {
            if (item.Level == (int)SocketLevel.Udp && item.Type == (int)UdpOption.Coalesce)
                return MemoryMarshal.Read<int>(item.Octets);
        }

        return 0;
    }
}
