using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Udp;

public sealed class UdpTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_datagram_goes_out_with_checksum_ports_and_the_route_s_source()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Pattern(100), new NetAddress(Bench.Theirs, 6000)));
        var sent = Assert.Single(_bench.TakeSent());
        var expected = Packets.Udp(Bench.Ours, 5000, Bench.Theirs, 6000, Packets.Pattern(100));
        Assert.Equal(expected, sent[20..]);
        var header = Packets.Header(sent);
        Assert.Equal((Bench.Ours, Bench.Theirs, true, 64), (header.Source, header.Destination, header.DontFragment, header.TimeToLive));
    }

    [Fact]
    public void A_datagram_comes_in_whole_with_its_sender()
    {
        var socket = _bench.Bound(5000);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, Packets.Pattern(77)));
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out var payload, out var from));
        Assert.Equal(Packets.Pattern(77), payload);
        Assert.Equal(new NetAddress(Bench.Theirs, 6000), from);
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(socket, out _, out _));
    }

    [Fact]
    public void A_datagram_without_octets_is_a_datagram()
    {
        var socket = _bench.Bound(5000);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, []));
        Assert.True(_bench.Inside(() => socket.Poll()).HasFlag(SocketEvents.Read));
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out var payload, out _));
        Assert.Empty(payload);
        Assert.Equal(SocketError.Success, _bench.Send(socket, [], new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(28, Assert.Single(_bench.TakeSent()).Length);
    }

    [Fact]
    [Requirement("RFC 768", "Fields")]
    public void A_checksum_of_zero_means_that_there_is_none()
    {
        var socket = _bench.Bound(5000);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, [1, 2], checksum: false));
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out _, out _));
        Assert.Equal(1, _bench.Count("udp", "datagrams without checksum"));
    }

    [Fact]
    [Requirement("RFC 1122", "4.1.3.4")]
    public void A_wrong_checksum_drops_the_datagram()
    {
        var socket = _bench.Bound(5000);
        var packet = Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, [1, 2, 3]);
        packet[^1] ^= 0x10;
        _bench.Inject(packet);
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(socket, out _, out _));
        Assert.Equal(1, _bench.Drops("udp", DropReason.BadChecksum));
    }

    [Fact]
    public void A_length_that_lies_drops_the_datagram_and_padding_is_cut_off()
    {
        var socket = _bench.Bound(5000);
        foreach (int length in new[] { 0, 7, 12, 65535 })
        {
            var datagram = Packets.Udp(Bench.Theirs, 6000, Bench.Ours, 5000, [1, 2, 3], checksum: false);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)length);
            _bench.Inject(Packets.IPv4(new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = 17 }, datagram));
        }

        Assert.Equal(4, _bench.Drops("udp", DropReason.BadLength));
        _bench.Inject([.. Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, [1, 2, 3]), 0, 0, 0, 0, 0]);
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out var payload, out _));
        Assert.Equal([1, 2, 3], payload);
    }

    [Fact]
    public void Port_zero_is_nobody_s()
    {
        var socket = _bench.Bound(5000);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 0, [1]));
        Assert.Equal(1, _bench.Drops("udp", DropReason.PortZero));
        Assert.Equal(SocketError.InvalidArgument, _bench.Send(socket, [1], new NetAddress(Bench.Theirs)));
    }

    [Fact]
    public void A_connected_socket_hears_its_peer_only()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, _bench.Inside(() => socket.Connect(new NetAddress(Bench.Theirs, 6000))));
        Assert.Equal(new NetAddress(Bench.Ours, 5000), _bench.Inside(() => socket.Address));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6001, Bench.Ours, 5000, [1]));
        _bench.Inject(Packets.Datagram(new(10, 0, 0, 3), 6000, Bench.Ours, 5000, [2]));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, [3]));
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out var payload, out _));
        Assert.Equal([3], payload);
        Assert.Equal(2, _bench.Drops("udp", DropReason.PortUnreachable));
        Assert.Equal(SocketError.Success, _bench.Inside(() => socket.Connect(default)));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6001, Bench.Ours, 5000, [4]));
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out _, out _));
    }

    [Fact]
    public void The_connected_socket_of_a_port_comes_before_the_listening_one()
    {
        var listener = _bench.Open(SocketType.Dgram);
        var connected = _bench.Open(SocketType.Dgram);
        _bench.Set(listener, SocketOption.ReuseAddress, 1);
        _bench.Set(connected, SocketOption.ReuseAddress, 1);
        Assert.Equal(SocketError.Success, _bench.Inside(() => listener.Bind(new NetAddress(IPv4Address.Any, 5000))));
        Assert.Equal(SocketError.Success, _bench.Inside(() => connected.Bind(new NetAddress(IPv4Address.Any, 5000))));
        Assert.Equal(SocketError.Success, _bench.Inside(() => connected.Connect(new NetAddress(Bench.Theirs, 6000))));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, [1]));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6001, Bench.Ours, 5000, [2]));
        _bench.Receive(connected, out var first, out _);
        _bench.Receive(listener, out var second, out _);
        Assert.Equal((1, 2), (Assert.Single(first), Assert.Single(second)));
    }

    [Fact]
    public void A_port_is_bound_once_unless_both_share()
    {
        var socket = _bench.Bound(5000);
        var second = _bench.Open(SocketType.Dgram);
        Assert.Equal(SocketError.AddressAlreadyInUse, _bench.Inside(() => second.Bind(new NetAddress(Bench.Ours, 5000))));
        Assert.Equal(SocketError.AddressNotAvailable, _bench.Inside(() => second.Bind(new NetAddress(new IPv4Address(10, 9, 9, 9), 5001))));
        Assert.Equal(SocketError.Success, _bench.Inside(() => second.Bind(new NetAddress(Bench.Ours, 5001))));
        _bench.Inside(socket.Close);
        _bench.Bound(5000);
    }

    [Fact]
    public void Sockets_at_different_addresses_share_a_port_without_asking()
    {
        var loop = _bench.Bound(5000, IPv4Address.Loopback);
        var wire = _bench.Bound(5000, Bench.Ours);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, [1]));
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(loop, out _, out _));
        Assert.Equal(SocketError.Success, _bench.Receive(wire, out _, out _));
    }

    [Fact]
    public void Sockets_that_reuse_a_port_share_the_flows()
    {
        var sockets = new List<ISocketCalls>();
        for (int i = 0; i < 4; i++)
        {
            var socket = _bench.Open(SocketType.Dgram);
            _bench.Set(socket, SocketOption.ReusePort, 1);
            Assert.Equal(SocketError.Success, _bench.Inside(() => socket.Bind(new NetAddress(IPv4Address.Any, 5000))));
            sockets.Add(socket);
        }

        for (int round = 0; round < 2; round++)
        {
            for (ushort port = 6000; port < 6100; port++)
                _bench.Inject(Packets.Datagram(Bench.Theirs, port, Bench.Ours, 5000, [1]));
        }

        var seen = sockets.ConvertAll(socket =>
        {
            var ports = new List<int>();
            while (_bench.Receive(socket, out _, out var from) == SocketError.Success)
                ports.Add(from.Port.Value);
            return ports;
        });
        Assert.All(seen, ports => Assert.InRange(ports.Count, 20, 90));
        Assert.All(seen, ports => Assert.All(ports.GroupBy(static port => port), flow => Assert.Equal(2, flow.Count())));
    }

    [Fact]
    [Requirement("RFC 6056", "3.3.1")]
    public void Ephemeral_ports_are_random_and_dynamic()
    {
        var ports = new HashSet<int>();
        int inOrder = 0, last = 0;
        for (int i = 0; i < 200; i++)
        {
            var socket = _bench.Bound(0);
            int port = _bench.Inside(() => socket.Address.Port.Value);
            Assert.InRange(port, 49152, 65535);
            Assert.True(ports.Add(port));
            inOrder += port == last + 1 ? 1 : 0;
            last = port;
        }

        Assert.True(inOrder < 5);
    }

    [Fact]
    public void A_full_queue_drops_and_counts()
    {
        var socket = _bench.Bound(5000);
        _bench.Set(socket, SocketOption.ReceiveBuffer, 4096);
        for (int i = 0; i < 10; i++)
            _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, Packets.Pattern(1000)));
        int received = 0;
        while (_bench.Receive(socket, out _, out _) == SocketError.Success)
            received++;
        Assert.Equal(4, received);
        Assert.Equal(6, _bench.Drops("udp", DropReason.ReceiveBufferFull));
    }

    [Fact]
    public void A_peek_leaves_the_datagram()
    {
        var socket = _bench.Bound(5000);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 6000, Bench.Ours, 5000, [1, 2]));
        _bench.Receive(socket, out var first, out _, flags: MessageFlags.Peek);
        _bench.Receive(socket, out var second, out _);
        Assert.Equal(first, second);
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(socket, out _, out _));
    }

    [Fact]
    public void The_largest_datagram_goes_in_fragments_and_one_more_octet_does_not()
    {
        var socket = _bench.Bound(5000);
        var to = new NetAddress(Bench.Theirs, 6000);
        var payload = Packets.Pattern(65507);
        Assert.Equal(SocketError.MessageSize, _bench.Send(socket, Packets.Pattern(65508), to));
        _bench.Send(socket, [0], to); // the neighbour is known from here on
        _bench.TakeSent();
        Assert.Equal(SocketError.Success, _bench.Send(socket, payload, to));
        var sent = _bench.TakeSent();
        Assert.Equal(45, sent.Count);
        var whole = new byte[65515];
        foreach (var fragment in sent)
            fragment.AsSpan(20).CopyTo(whole.AsSpan(Packets.Header(fragment).FragmentOffset));
        Assert.Equal(payload, whole[8..]);
        Assert.True(InternetChecksum.IsValid(
            InternetChecksum.PseudoHeader(Bench.Ours, Bench.Theirs, 17, whole.Length) + InternetChecksum.Sum(whole)));
        Assert.Single(sent.Select(fragment => Packets.Header(fragment).Identification).Distinct());

        var self = _bench.Bound(6000);
        Assert.Equal(SocketError.Success, _bench.Send(socket, payload, new NetAddress(IPv4Address.Loopback, 6000)));
        Assert.Equal(SocketError.Success, _bench.Receive(self, out var received, out _));
        Assert.Equal(payload, received);
    }

    [Fact]
    public void With_dont_fragment_a_datagram_too_large_is_refused()
    {
        var socket = _bench.Bound(5000);
        _bench.Set(socket, IPOption.MtuDiscover, 2);
        Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Pattern(1472), new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(SocketError.MessageSize, _bench.Send(socket, Packets.Pattern(1473), new NetAddress(Bench.Theirs, 6000)));
        Assert.True(Packets.Header(Assert.Single(_bench.TakeSent())).DontFragment);
    }

    [Fact]
    public void A_broadcast_needs_permission_and_reaches_every_socket_of_the_port()
    {
        var sender = _bench.Bound(4000);
        var to = new NetAddress(new IPv4Address(10, 0, 0, 255), 5000);
        Assert.Equal(SocketError.AccessDenied, _bench.Send(sender, [1], to));
        Assert.Equal(SocketError.AccessDenied, _bench.Send(sender, [1], new NetAddress(IPv4Address.Broadcast, 5000)));
        _bench.Set(sender, SocketOption.Broadcast, 1);
        var receivers = new[] { _bench.Open(SocketType.Dgram), _bench.Open(SocketType.Dgram) };
        foreach (var receiver in receivers)
        {
            _bench.Set(receiver, SocketOption.ReuseAddress, 1);
            Assert.Equal(SocketError.Success, _bench.Inside(() => receiver.Bind(new NetAddress(IPv4Address.Any, 5000))));
        }

        Assert.Equal(SocketError.Success, _bench.Send(sender, [1], to));
        Assert.Single(_bench.TakeSent());
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, new(10, 0, 0, 255), 5000, [2]), EthernetAddress.Broadcast);
        foreach (var receiver in receivers)
        {
            _bench.Receive(receiver, out var own, out _);
            _bench.Receive(receiver, out var theirs, out _);
            Assert.Equal((1, 2), (Assert.Single(own), Assert.Single(theirs)));
        }
    }

    [Fact]
    public void After_shutdown_nothing_is_sent_and_reading_ends()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.NotConnected, _bench.Inside(() => socket.Shutdown(SocketShutdown.Both)));
        _bench.Inside(() => socket.Connect(new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(SocketError.Success, _bench.Inside(() => socket.Shutdown(SocketShutdown.Both)));
        Assert.Equal(SocketError.Shutdown, _bench.Send(socket, [1]));
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out var payload, out _));
        Assert.Empty(payload);
    }

    [Fact]
    public void Closing_gives_everything_back()
    {
        var sockets = Enumerable.Range(0, 50).Select(i => _bench.Bound((ushort)(7000 + i))).ToList();
        foreach (var socket in sockets)
            _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Bench.Ours, _bench.Inside(() => socket.Address.Port), [1]));
        foreach (var socket in sockets)
            _bench.Inside(socket.Close);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _bench.Stack.GetUsage().Sockets);
        Assert.Equal(0, _bench.Stack.Buffers.Statistics.BuffersInUse);
    }
}
