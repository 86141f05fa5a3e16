using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;
using Xunit;

namespace Hokku.Tests.Protocols.Icmp;

public sealed class EchoTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(56)]
    [InlineData(1472)]
    [Requirement("RFC 1122", "3.2.2.6")]
    public void An_echo_is_answered_with_its_own_octets(int size)
    {
        var request = Packets.Echo(Bench.Theirs, Bench.Ours, size);
        _bench.Inject(request);
        var reply = Assert.Single(_bench.TakeSent());
        var header = Packets.Header(reply);
        Assert.Equal((Bench.Ours, Bench.Theirs, 64), (header.Source, header.Destination, header.TimeToLive));
        Assert.Equal(IcmpType.EchoReply, Packets.IcmpOf(reply).Type);
        Assert.Equal(request[24..], reply[24..]);
        Assert.True(InternetChecksum.IsValid(reply.AsSpan(20)));
        Assert.True(IPv4Header.HasValidChecksum(reply.AsSpan(0, 20)));
    }

    [Fact]
    public void An_echo_in_fragments_is_answered_in_fragments()
    {
        foreach (var fragment in Packets.Fragments(Packets.Echo(Bench.Theirs, Bench.Ours, 8000), 1480))
            _bench.Inject(fragment);
        var sent = _bench.TakeSent();
        Assert.Equal(6, sent.Count);
        var whole = new byte[8008];
        foreach (var fragment in sent)
        {
            var header = Packets.Header(fragment);
            Assert.False(header.DontFragment);
            fragment.AsSpan(20).CopyTo(whole.AsSpan(header.FragmentOffset));
        }

        Assert.Equal(Packets.Pattern(8000), whole[8..]);
        Assert.True(InternetChecksum.IsValid(whole));
    }

    [Theory]
    [InlineData("10.0.0.255")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    public void Smurf_no_echo_is_answered_that_came_to_a_group(string destination)
    {
        var address = IPv4Address.Parse(destination);
        _bench.Inject(Packets.Echo(Bench.Theirs, address), address.IsMulticast ? EthernetAddress.FromMulticast(address) : EthernetAddress.Broadcast);
        Assert.Empty(_bench.TakeSent());
        Assert.Equal(1, _bench.Drops("icmp", DropReason.IcmpNotAllowed));
    }

    [Fact]
    public void An_echo_with_a_wrong_checksum_is_dropped()
    {
        var request = Packets.Echo(Bench.Theirs, Bench.Ours);
        request[30] ^= 1;
        _bench.Inject(request);
        Assert.Empty(_bench.TakeSent());
        Assert.Equal(1, _bench.Drops("icmp", DropReason.BadChecksum));
    }

    [Fact]
    public void A_timestamp_is_answered_with_the_time_of_day()
    {
        _bench.Inject(Packets.IPv4(
            new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = IPProtocol.Icmp },
            Packets.Icmp(new(IcmpType.Timestamp, 0, 0x0001_0002), new byte[12])));
        var reply = Assert.Single(_bench.TakeSent());
        Assert.Equal(new(IcmpType.TimestampReply, 0, 0x0001_0002), Packets.IcmpOf(reply));
        Assert.True(IcmpTimestamps.TryParse(reply.AsSpan(28), out var times));
        Assert.InRange(times.Receive, 5000u, 6000u); // the bench is some five seconds old, and its clock began at midnight
    }

    [Theory]
    [InlineData(18)]
    [InlineData(9)]
    [InlineData(200)]
    public void A_message_of_a_type_that_hosts_ignore_is_counted(byte type)
    {
        _bench.Inject(Packets.IPv4(
            new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = IPProtocol.Icmp },
            Packets.Icmp(new((IcmpType)type, 0, 0), new byte[12])));
        Assert.Empty(_bench.TakeSent());
        Assert.Equal(1, _bench.Drops("icmp", DropReason.IcmpUnknownType));
    }

    [Fact]
    public void A_ping_socket_gets_its_reply_and_nobody_elses()
    {
        var socket = _bench.Open(SocketType.Dgram, IPProtocol.Icmp);
        Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Icmp(IcmpHeader.Echo(0, 5), Packets.Pattern(40)), new NetAddress(Bench.Theirs)));
        var request = Assert.Single(_bench.TakeSent());
        var asked = Packets.IcmpOf(request);
        Assert.Equal((IcmpType.Echo, (ushort)5), (asked.Type, asked.SequenceNumber));
        Assert.Equal(_bench.Inside(() => socket.Address.Port.Value), asked.Identifier);
        Assert.True(InternetChecksum.IsValid(request.AsSpan(20)));

        Reply((ushort)(asked.Identifier + 1));
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(socket, out _, out _));
        Reply(asked.Identifier);
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out var answer, out var from));
        Assert.Equal(Bench.Theirs, from.IPv4);
        Assert.Equal(IcmpType.EchoReply, (IcmpType)answer[0]);

        void Reply(ushort identifier) => _bench.Inject(Packets.IPv4(
            new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = IPProtocol.Icmp },
            Packets.Icmp(new(IcmpType.EchoReply, 0, ((uint)identifier << 16) | 5), Packets.Pattern(40))));
    }

    [Fact]
    public void A_ping_socket_sends_nothing_but_echoes()
    {
        var socket = _bench.Open(SocketType.Dgram, IPProtocol.Icmp);
        var to = new NetAddress(Bench.Theirs);
        Assert.Equal(SocketError.InvalidArgument, _bench.Send(socket, Packets.Icmp(new(IcmpType.Redirect, 0, 0)), to));
        Assert.Equal(SocketError.InvalidArgument, _bench.Send(socket, Packets.Icmp(new(IcmpType.Echo, 1, 0)), to));
        Assert.Equal(SocketError.InvalidArgument, _bench.Send(socket, [8, 0, 0], to));
    }

    [Fact]
    public void A_ping_to_ourselves_comes_back()
    {
        var socket = _bench.Open(SocketType.Dgram, IPProtocol.Icmp);
        foreach (var address in new[] { Bench.Ours, IPv4Address.Loopback })
        {
            Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Icmp(IcmpHeader.Echo(0, 1)), new NetAddress(address)));
            Assert.Equal(SocketError.Success, _bench.Receive(socket, out _, out var from));
            Assert.Equal(address, from.IPv4);
        }

        Assert.Empty(_bench.TakeSent());
    }
}
