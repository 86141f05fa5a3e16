using System.Net.Sockets;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Xunit;

namespace Hokku.Tests.Protocols.IPv4;

public sealed class RawSocketTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_raw_socket_gets_copies_with_their_header_of_its_protocol()
    {
        var raw = _bench.Open(SocketType.Raw, IPProtocol.Icmp);
        var request = Packets.Echo(Bench.Theirs, Bench.Ours);
        _bench.Inject(request);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Bench.Ours, 2, [1]));
        Assert.Equal(SocketError.Success, _bench.Receive(raw, out var packet, out var from));
        Assert.Equal(request, packet);
        Assert.Equal(Bench.Theirs, from.IPv4);
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(raw, out _, out _));
        Assert.Equal(IcmpType.EchoReply, Packets.IcmpOf(_bench.TakeSent()[0]).Type); // and the answer is not lost
    }

    [Fact]
    public void A_raw_socket_of_a_protocol_that_nobody_else_has_silences_the_error()
    {
        var raw = _bench.Open(SocketType.Raw, 99);
        _bench.Inject(Packets.IPv4(new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = 99 }, [1, 2, 3]));
        Assert.Equal(SocketError.Success, _bench.Receive(raw, out var packet, out _));
        Assert.Equal([1, 2, 3], packet[20..]);
        Assert.Empty(_bench.TakeSent());
        Assert.Equal(SocketError.Success, _bench.Send(raw, [4, 5], new NetAddress(Bench.Theirs)));
        var sent = Assert.Single(_bench.TakeSent());
        Assert.Equal(99, Packets.Header(sent).Protocol);
        Assert.Equal([4, 5], sent[20..]);
    }

    [Fact]
    public void Peer_and_address_filter_what_a_raw_socket_gets()
    {
        var raw = _bench.Open(SocketType.Raw, 99);
        _bench.Inside(() => raw.Bind(new NetAddress(Bench.Ours)));
        _bench.Inside(() => raw.Connect(new NetAddress(Bench.Theirs)));
        _bench.Inject(Packets.IPv4(new() { Source = new(10, 0, 0, 3), Destination = Bench.Ours, Protocol = 99 }, [1]));
        _bench.Inject(Packets.IPv4(new() { Source = Bench.Theirs, Destination = new(10, 0, 0, 255), Protocol = 99 }, [2]), EthernetAddress.Broadcast);
        _bench.Inject(Packets.IPv4(new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = 99 }, [3]));
        Assert.Equal(SocketError.Success, _bench.Receive(raw, out var packet, out _));
        Assert.Equal(3, packet[20]);
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(raw, out _, out _));
    }

    [Fact]
    public void With_a_header_of_the_user_s_own_only_length_checksum_and_gaps_are_filled_in()
    {
        var raw = _bench.Open(SocketType.Raw, IPProtocol.Raw);
        var packet = Packets.IPv4(new() { Source = new(10, 0, 0, 77), Destination = Bench.Theirs, Protocol = 99, TimeToLive = 3 }, [1, 2]);
        packet[2] = packet[3] = packet[10] = packet[11] = 0;
        Assert.Equal(SocketError.Success, _bench.Send(raw, packet, new NetAddress(Bench.Theirs)));
        var sent = Assert.Single(_bench.TakeSent());
        var header = Packets.Header(sent);
        Assert.Equal((new IPv4Address(10, 0, 0, 77), 22, 3), (header.Source, header.TotalLength, (int)header.TimeToLive));
        Assert.NotEqual(0, header.Identification);
        Assert.True(IPv4Header.HasValidChecksum(sent.AsSpan(0, 20)));
        Assert.Equal(SocketError.InvalidArgument, _bench.Send(raw, new byte[19], new NetAddress(Bench.Theirs)));
        Assert.Equal(SocketError.InvalidArgument, _bench.Send(raw, new byte[40], new NetAddress(Bench.Theirs)));
    }

    [Fact]
    public void Options_set_ttl_tos_and_the_header_s_options()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, _bench.Set(socket, IPOption.TimeToLive, 9));
        Assert.Equal(SocketError.Success, _bench.Set(socket, IPOption.TypeOfService, 0x10));
        Assert.Equal(SocketError.InvalidArgument, _bench.Set(socket, IPOption.TimeToLive, 0));
        Assert.Equal(SocketError.InvalidArgument, _bench.Set(socket, IPOption.TimeToLive, 256));
        Assert.Equal(SocketError.InvalidArgument, _bench.Inside(() => socket.SetOption(SocketLevel.IP, (int)IPOption.Options, [148, 4, 0])));
        Assert.Equal(SocketError.Success, _bench.Inside(() => socket.SetOption(SocketLevel.IP, (int)IPOption.Options, [148, 4, 0, 0])));
        _bench.Send(socket, [1], new NetAddress(Bench.Theirs, 6000));
        var sent = Assert.Single(_bench.TakeSent());
        var header = Packets.Header(sent);
        Assert.Equal((9, 0x10, 24), (header.TimeToLive, header.TypeOfService, header.HeaderLength));
        Assert.Equal([148, 4, 0, 0], sent[20..24]);
    }
}
