using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Xunit;

namespace Hokku.Tests.Protocols.Icmp;

public sealed class ErrorTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    [Requirement("RFC 1122", "3.2.2.1")]
    public void A_closed_udp_port_is_reported_with_a_quote()
    {
        var packet = Packets.Datagram(Bench.Theirs, 1000, Bench.Ours, 7777, Packets.Pattern(1000));
        _bench.Inject(packet);
        var error = Assert.Single(_bench.TakeSent());
        Assert.Equal(IcmpHeader.Unreachable(IcmpCode.PortUnreachable), Packets.IcmpOf(error));
        Assert.Equal(576, error.Length); // RFC 1812, 4.3.2.3
        Assert.Equal(packet[..548], error[28..]);
        Assert.True(InternetChecksum.IsValid(error.AsSpan(20)));
        Assert.Equal(Bench.Ours, Packets.Header(error).Source);
    }

    [Fact]
    public void An_unknown_protocol_is_reported()
    {
        _bench.Inject(Packets.IPv4(new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = 99 }, new byte[20]));
        Assert.Equal(IcmpHeader.Unreachable(IcmpCode.ProtocolUnreachable), Packets.IcmpOf(Assert.Single(_bench.TakeSent())));
        Assert.Equal(1, _bench.Drops("ipv4", DropReason.UnknownProtocol));
    }

    [Fact]
    public void IP_in_IP_is_dropped()
    {
        var inner = Packets.Echo(Bench.Theirs, Bench.Ours);
        _bench.Inject(Packets.IPv4(new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = IPProtocol.IPv4 }, inner));
        Assert.Equal(IcmpType.DestinationUnreachable, Packets.IcmpOf(Assert.Single(_bench.TakeSent())).Type);
        Assert.Equal(0, _bench.Count("icmp", "echo requests received"));
    }

    [Fact]
    [Requirement("RFC 1122", "3.2.2")]
    public void No_error_is_sent_about_an_error_a_group_a_later_fragment_or_a_martian()
    {
        // An unknown protocol and an error inside an ICMP message of unknown meaning: see the rules one by one.
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, new(10, 0, 0, 255), 7777, [1]), EthernetAddress.Broadcast);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, new(224, 0, 0, 1), 7777, [1]), EthernetAddress.FromMulticast(new(224, 0, 0, 1)));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Bench.Ours, 7777, [1]), EthernetAddress.Broadcast);
        _bench.Inject(Packets.Datagram(new(224, 1, 2, 3), 1, Bench.Ours, 7777, [1]));
        _bench.Inject(Packets.Datagram(new(127, 0, 0, 9), 1, Bench.Ours, 7777, [1]));
        _bench.Inject(Packets.Datagram(IPv4Address.Any, 1, Bench.Ours, 7777, [1]));
        _bench.Inject(Packets.Error(Bench.Theirs, Bench.Ours, IcmpHeader.Unreachable(3), Packets.Datagram(Bench.Ours, 5, Bench.Theirs, 6, [1])));
        Assert.Empty(_bench.TakeSent());
    }

    [Theory]
    [InlineData(IcmpCode.PortUnreachable, SocketError.ConnectionRefused)]
    [InlineData(IcmpCode.HostUnreachable, SocketError.HostUnreachable)]
    [InlineData(IcmpCode.NetUnreachable, SocketError.NetworkUnreachable)]
    [InlineData(IcmpCode.ProtocolUnreachable, SocketError.ProtocolOption)]
    [InlineData(IcmpCode.CommunicationProhibited, SocketError.HostUnreachable)]
    [Requirement("RFC 1122", "4.1.3.3")]
    public void An_error_reaches_the_connected_socket_that_it_concerns(byte code, SocketError expected)
    {
        var socket = _bench.Bound(5000);
        var other = _bench.Bound(5001);
        _bench.Inside(() => socket.Connect(new NetAddress(Bench.Theirs, 6000)));
        _bench.Inside(() => other.Connect(new NetAddress(Bench.Theirs, 6000)));
        _bench.Send(socket, [1, 2, 3]);
        var sent = Assert.Single(_bench.TakeSent());
        _bench.Inject(Packets.Error(Bench.Theirs, Bench.Ours, IcmpHeader.Unreachable(code), sent.AsSpan(0, 28)));
        Assert.Equal(expected, _bench.Receive(socket, out _, out _));
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(socket, out _, out _));
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(other, out _, out _));
    }

    [Fact]
    public void An_error_about_a_packet_that_we_did_not_send_is_dropped()
    {
        var socket = _bench.Bound(5000);
        _bench.Inside(() => socket.Connect(new NetAddress(Bench.Theirs, 6000)));
        foreach (var lie in new[]
        {
            Packets.Datagram(Bench.Ours, 5000, Bench.Theirs, 6001, [1]),
            Packets.Datagram(Bench.Ours, 5002, Bench.Theirs, 6000, [1]),
            Packets.Datagram(Bench.Theirs, 5000, Bench.Theirs, 6000, [1]),
        })
            _bench.Inject(Packets.Error(Bench.Theirs, Bench.Ours, IcmpHeader.Unreachable(3), lie));
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(socket, out _, out _));
        Assert.Equal(3, _bench.Drops("ipv4", DropReason.IcmpQuoteUnknown) + _bench.Drops("udp", DropReason.IcmpQuoteUnknown));
    }

    [Fact]
    public void Every_truncation_of_an_error_is_survived()
    {
        var about = Packets.Datagram(Bench.Ours, 5000, Bench.Theirs, 6000, Packets.Pattern(64));
        for (int length = 0; length <= about.Length; length++)
            _bench.Inject(Packets.Error(Bench.Theirs, Bench.Ours, IcmpHeader.Unreachable(3), about.AsSpan(0, length)));
        Assert.Empty(_bench.TakeSent());
    }

    [Fact]
    public void SAD_DNS_the_budget_of_errors_cannot_be_counted()
    {
        // One asker gets its burst; how large that is, is blurred, so that what is missing tells nothing of others.
        var bursts = new List<int>();
        for (int round = 0; round < 8; round++)
        {
            for (ushort port = 20000; port < 20100; port++)
                _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Bench.Ours, port, [1]));
            bursts.Add(_bench.TakeSent().Count);
            _bench.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.All(bursts, burst => Assert.InRange(burst, 8, 60));
        Assert.True(bursts.Distinct().Count() > 1, $"The same burst each time: {bursts[0]}");
        Assert.True(_bench.Count("icmp", "errors not sent by rate limit") > 0);
    }

    [Fact]
    public void A_redirect_is_counted_and_ignored()
    {
        _bench.Inject(Packets.Error(
            Bench.Theirs, Bench.Ours, IcmpHeader.Redirect(IcmpCode.RedirectHost, new(10, 0, 0, 66)), Packets.Datagram(Bench.Ours, 5000, new(8, 8, 8, 8), 53, [1])));
        Assert.Equal(1, _bench.Count("icmp", "redirects ignored"));
    }

    [Fact]
    [Requirement("RFC 6633", "3")]
    public void A_source_quench_is_ignored()
    {
        _bench.Inject(Packets.Error(Bench.Theirs, Bench.Ours, new(IcmpType.SourceQuench, 0, 0), Packets.Datagram(Bench.Ours, 5000, Bench.Theirs, 6000, [1])));
        Assert.Equal(1, _bench.Drops("icmp", DropReason.IcmpNotAllowed));
    }
}
