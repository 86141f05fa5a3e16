using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Datalink.Arp;
using Hokku.Parts;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;
using Xunit;

namespace Hokku.Tests.Datalink;

public sealed class ArpResolutionTests
{
    [Fact]
    [Requirement("RFC 1122", "2.3.2.2")]
    public void A_packet_to_a_new_neighbor_waits_for_the_answer()
    {
        using var host = new EtherHost();
        host.TakeFrames();
        Assert.Equal(SocketError.Success, host.SendPacket(EtherHost.Peer));
        var question = Assert.Single(host.TakeFrames());
        Assert.Equal(EthernetAddress.Broadcast, question.Header.Destination);
        Assert.Equal(EtherType.Arp, question.Header.Type);
        host.Reply(EtherHost.Peer, EtherHost.PeerHardware);
        var packet = Assert.Single(host.TakeFrames());
        Assert.Equal(EtherHost.PeerHardware, packet.Header.Destination);
        Assert.Equal(host.Hardware, packet.Header.Source);
        Assert.Equal(EtherType.IPv4, packet.Header.Type);
        host.SendPacket(EtherHost.Peer);
        Assert.Equal([EtherHost.Peer], host.TakePackets());
    }

    [Fact]
    [Requirement("RFC 1122", "2.3.2.1")]
    public void Questions_back_off_and_end_in_host_unreachable()
    {
        using var host = new EtherHost();
        host.Advance(5);
        host.TakeFrames();
        host.SendPacket(EtherHost.Peer);
        host.SendPacket(EtherHost.Peer);
        Assert.Single(host.TakeArp());
        host.Advance(0.99);
        Assert.Empty(host.TakeArp());
        host.Advance(0.02);
        Assert.Single(host.TakeArp());
        host.Advance(1);
        Assert.Single(host.TakeArp());
        Assert.Equal(0, host.Dropped(DropReason.NeighborUnreachable));
        host.Advance(2);
        Assert.Empty(host.TakeArp());
        Assert.Equal(2, host.Dropped(DropReason.NeighborUnreachable));

        Assert.Equal(SocketError.HostUnreachable, host.SendPacket(EtherHost.Peer));
        Assert.Empty(host.TakeArp());
        host.Advance(1.1);
        Assert.Equal(SocketError.Success, host.SendPacket(EtherHost.Peer));
        Assert.Single(host.TakeArp());
    }

    [Fact]
    public void A_neighbor_that_comes_up_while_it_is_refused_is_reachable_at_once()
    {
        using var host = new EtherHost();
        host.SendPacket(EtherHost.Peer);
        host.Advance(4.5);
        Assert.Equal(SocketError.HostUnreachable, host.SendPacket(EtherHost.Peer));
        host.InjectArp(new(ArpOperation.Request, EtherHost.PeerHardware, EtherHost.Peer, default, EtherHost.Peer), broadcast: true);
        host.TakeFrames();
        Assert.Equal(SocketError.Success, host.SendPacket(EtherHost.Peer));
        Assert.Equal([EtherHost.Peer], host.TakePackets());
    }

    [Fact]
    public void The_queue_of_a_neighbor_is_bounded_and_the_oldest_packet_goes()
    {
        using var host = new EtherHost(new ArpOptions { Neighbors = new NeighborOptions { QueueLimit = 3 } });
        for (int i = 0; i < 5; i++)
            host.SendPacket(EtherHost.Peer, 100 + i);
        Assert.Equal(2, host.Dropped(DropReason.NeighborQueueFull));
        host.TakeFrames();
        host.Reply(EtherHost.Peer, EtherHost.PeerHardware);
        Assert.Equal([122, 123, 124], host.TakeFrames().Select(f => f.Payload.Length));
    }

    [Fact]
    public void All_fragments_of_the_first_datagram_wait_and_octets_are_bounded()
    {
        using var host = new EtherHost();
        for (int i = 0; i < 46; i++)
            host.SendPacket(EtherHost.Peer, 1424);
        Assert.Equal(0, host.Dropped(DropReason.NeighborQueueFull));
        for (int i = 0; i < 200; i++)
            host.SendPacket(EtherHost.Peer, 1424);
        Assert.InRange(host.Dropped(DropReason.NeighborQueueFull), 246 - 93, 246 - 85);
    }

    [Fact]
    public void All_waiting_packets_together_are_bounded()
    {
        using var host = new EtherHost(new ArpOptions { Neighbors = new NeighborOptions { TotalQueueLimit = 10 } });
        for (int i = 0; i < 20; i++)
            host.SendPacket(new IPv4Address(10, 0, 0, (byte)(10 + i)));
        Assert.Equal(10, host.Dropped(DropReason.NeighborQueueFull));
    }

    [Fact]
    public void A_flood_of_neighbors_stays_within_the_bound()
    {
        using var host = new EtherHost(new ArpOptions { Neighbors = new NeighborOptions { Limit = 100, UnresolvedLimit = 50 } }, prefixLength: 8);
        for (uint i = 1; i <= 5_000; i++)
        {
            // What the wire says: every sender has something for us.
            host.Request(new IPv4Address(0x0A10_0000 + i), new EthernetAddress(0x0200_0100_0000UL + i), EtherHost.Ours);
            if (i % 10 == 0)
                host.SendPacket(new IPv4Address(0x0A80_0000 + i));
            host.Probe.Frames.Clear();
        }

        Assert.InRange(CountEntries(host), 100, 151);
        Assert.True(host.Dropped(DropReason.NeighborTableFull) > 0);
    }

    [Fact]
    public void Strangers_cannot_push_out_a_neighbor_in_use()
    {
        using var host = new EtherHost(new ArpOptions { Neighbors = new NeighborOptions { Limit = 10 } });
        host.LearnPeer();
        for (uint i = 50; i < 150; i++)
            host.Request(new IPv4Address(0x0A00_0000 + i), new EthernetAddress(0x0200_0100_0000UL + i), EtherHost.Ours);
        Assert.Equal(EtherHost.PeerHardware, host.Known(EtherHost.Peer));
    }

    [Fact]
    [Requirement("RFC 1122", "2.3.2.1")]
    public void A_stale_neighbor_is_polled_while_packets_still_flow()
    {
        using var host = new EtherHost();
        host.LearnPeer();
        host.Advance(61);
        host.TakeFrames();
        host.SendPacket(EtherHost.Peer);
        var frames = host.TakeFrames();
        Assert.Equal(2, frames.Count);
        Assert.All(frames, f => Assert.Equal(EtherHost.PeerHardware, f.Header.Destination));
        Assert.Contains(frames, f => f.Header.Type == EtherType.Arp);
        host.Reply(EtherHost.Peer, EtherHost.PeerHardware);
        host.Advance(10);
        host.SendPacket(EtherHost.Peer);
        Assert.Equal([EtherType.IPv4], host.TakeFrames().Select(f => f.Header.Type));
    }

    [Fact]
    public void A_stale_neighbor_that_is_silent_is_asked_for_everywhere_and_then_given_up()
    {
        using var host = new EtherHost();
        host.LearnPeer();
        host.Advance(61);
        host.SendPacket(EtherHost.Peer);
        host.TakeFrames();
        host.Advance(2.1);
        Assert.Equal([EtherHost.PeerHardware, EthernetAddress.Broadcast], host.TakeFrames().Select(f => f.Header.Destination));
        host.Advance(2);
        Assert.Null(host.Known(EtherHost.Peer));
        Assert.Equal(SocketError.HostUnreachable, host.SendPacket(EtherHost.Peer));
    }

    [Fact]
    public void Broadcast_and_multicast_need_no_question()
    {
        using var host = new EtherHost();
        host.TakeFrames();
        host.SendPacket(new IPv4Address(10, 0, 0, 255));
        host.SendPacket(new IPv4Address(224, 1, 2, 3));
        Assert.Equal(["ff:ff:ff:ff:ff:ff", "01:00:5e:01:02:03"], host.TakeFrames().Select(f => f.Header.Destination.ToString()));
    }

    [Fact]
    public void Packets_that_wait_are_dropped_when_the_interface_goes_down()
    {
        using var host = new EtherHost();
        host.SendPacket(EtherHost.Peer);
        host.SetUp(EtherHost.Device, false);
        Assert.Equal(1, host.Dropped(DropReason.InterfaceDown));
        host.TakeFrames();
        host.Advance(10);
        Assert.Empty(host.TakeFrames());
    }

    private static int CountEntries(EtherHost host)
    {
        var entries = new ArpEntry[1000];
        int length = 0;
        host.Inside(() => host.Stack.Sockets.Control(
            DriverCommand.GetArpEntries, System.Runtime.InteropServices.MemoryMarshal.AsBytes(entries.AsSpan()), out length));
        return length / System.Runtime.CompilerServices.Unsafe.SizeOf<ArpEntry>();
    }
}
