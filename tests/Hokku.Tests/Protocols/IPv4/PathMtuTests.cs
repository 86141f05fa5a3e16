using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Icmp;
using Xunit;

namespace Hokku.Tests.Protocols.IPv4;

/// <summary>RFC 1191, learned by what a connected UDP socket sent.</summary>
public sealed class PathMtuTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    [Requirement("RFC 1191", "3")]
    public void A_report_lowers_the_path_and_what_is_larger_is_fragmented()
    {
        var socket = Connected();
        Report(socket, 1000);
        Assert.Equal(1000, Mtu(socket));
        Assert.Equal(SocketError.MessageSize, _bench.Receive(socket, out _, out _));
        _bench.Send(socket, Packets.Pattern(1400));
        var sent = _bench.TakeSent();
        Assert.Equal(2, sent.Count);
        Assert.All(sent, fragment => Assert.True(fragment.Length <= 1000));
    }

    [Fact]
    [Requirement("RFC 1191", "6.3")]
    public void What_was_learned_is_forgotten_after_ten_minutes()
    {
        var socket = Connected();
        Report(socket, 1000);
        _bench.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(1000, Mtu(socket));
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1500, Mtu(socket));
    }

    [Fact]
    [Requirement("RFC 1191", "5")]
    public void Frag_needed_without_MTU_means_the_next_plateau()
    {
        var socket = Connected();
        Report(socket, 0);
        Assert.Equal(1006, Mtu(socket)); // the packet had 1428 octets
    }

    [Fact]
    public void A_report_below_the_floor_makes_packets_without_dont_fragment()
    {
        var socket = Connected();
        Report(socket, 100);
        Assert.Equal(552, Mtu(socket));
        _bench.Receive(socket, out _, out _);
        _bench.Send(socket, Packets.Pattern(100));
        Assert.False(Packets.Header(Assert.Single(_bench.TakeSent())).DontFragment);
    }

    [Fact]
    public void A_report_never_raises_the_path()
    {
        var socket = Connected();
        Report(socket, 800);
        Report(socket, 1200);
        Assert.Equal(800, Mtu(socket));
    }

    [Fact]
    public void A_report_about_a_packet_that_nobody_sent_changes_nothing()
    {
        var socket = Connected();
        var lie = Packets.Datagram(Bench.Ours, 4999, Bench.Theirs, 6000, Packets.Pattern(1400));
        _bench.Inject(Packets.Error(Bench.Theirs, Bench.Ours, IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, 600), lie.AsSpan(0, 28)));
        Assert.Equal(1500, Mtu(socket));
    }

    // A name server's port is known to all: that somebody is bound to it proves nothing about whom it has sent to.
    [Fact]
    [Requirement("RFC 5927", "4.1")]
    public void A_report_about_somebody_whom_a_socket_without_peer_has_not_sent_to_changes_nothing()
    {
        var socket = _bench.Bound(5000);
        var about = Packets.Datagram(Bench.Ours, 5000, Bench.Theirs, 6000, Packets.Pattern(1400));
        var report = Packets.Error(new(192, 0, 2, 9), Bench.Ours, IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, 600), about.AsSpan(0, 28));
        _bench.Inject(report);
        Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Pattern(1400), new NetAddress(Bench.Theirs, 6000)));
        Assert.Single(_bench.TakeSent());
        _bench.Inject(report);
        Assert.Equal(SocketError.Success, _bench.Send(socket, Packets.Pattern(1400), new NetAddress(Bench.Theirs, 6000)));
        Assert.Equal(3, _bench.TakeSent().Count);
    }

    private Abstractions.ISocketCalls Connected()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, _bench.Inside(() => socket.Connect(new NetAddress(Bench.Theirs, 6000))));
        return socket;
    }

    private void Report(Abstractions.ISocketCalls socket, ushort mtu)
    {
        _bench.Receive(socket, out _, out _);
        _bench.Send(socket, Packets.Pattern(1400));
        var sent = _bench.TakeSent()[0];
        var about = Packets.Datagram(Bench.Ours, 5000, Bench.Theirs, 6000, Packets.Pattern(1400));
        Assert.Equal(Bench.Theirs, Packets.Header(sent).Destination);
        _bench.Inject(Packets.Error(new(192, 0, 2, 9), Bench.Ours, IcmpHeader.Unreachable(IcmpCode.FragmentationNeeded, mtu), about.AsSpan(0, 28)));
    }

    private int Mtu(Abstractions.ISocketCalls socket)
    {
        var value = new byte[sizeof(int)];
        Assert.Equal(SocketError.Success, _bench.Inside(() => socket.GetOption(SocketLevel.IP, (int)IPOption.Mtu, value, out _)));
        return MemoryMarshal.Read<int>(value);
    }
}
