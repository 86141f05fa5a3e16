using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;
using Xunit;

namespace Hokku.Tests.Datalink;

public sealed class ArpSecurityTests
{
    [Fact]
    [Requirement("RFC 826", "Packet Reception")]
    public void Only_a_packet_for_us_makes_an_entry()
    {
        using var host = new EtherHost();
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, new IPv4Address(10, 0, 0, 77));
        host.InjectArp(new(ArpOperation.Reply, EtherHost.PeerHardware, EtherHost.Peer, EtherHost.OtherHardware, new IPv4Address(10, 0, 0, 77)), broadcast: true);
        Assert.Null(host.Known(EtherHost.Peer));
        host.TakeFrames();
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, EtherHost.Ours);
        Assert.Equal(EtherHost.PeerHardware, host.Known(EtherHost.Peer));
        var answer = Assert.Single(host.TakeArp());
        Assert.Equal(new ArpPacket(ArpOperation.Reply, host.Hardware, EtherHost.Ours, EtherHost.PeerHardware, EtherHost.Peer), answer);
    }

    [Fact]
    public void A_gratuitous_overwrite_of_a_fresh_entry_fails_while_the_old_neighbor_answers()
    {
        using var host = new EtherHost();
        host.LearnPeer();
        host.InjectArp(new(ArpOperation.Reply, EtherHost.OtherHardware, EtherHost.Peer, EtherHost.OtherHardware, EtherHost.Peer), broadcast: true);
        Assert.Equal(EtherHost.PeerHardware, host.Known(EtherHost.Peer));
        Assert.Equal(1, host.Dropped(DropReason.ArpSpoofed));
        var question = Assert.Single(host.TakeFrames());
        Assert.Equal(EtherHost.PeerHardware, question.Header.Destination);
        host.Reply(EtherHost.Peer, EtherHost.PeerHardware);
        host.Advance(30);
        Assert.Equal(EtherHost.PeerHardware, host.Known(EtherHost.Peer));
        host.TakeFrames();
        host.SendPacket(EtherHost.Peer);
        Assert.Equal(EtherHost.PeerHardware, Assert.Single(host.TakeFrames()).Header.Destination);
    }

    [Fact]
    public void A_neighbor_that_has_moved_is_believed_when_its_old_place_is_silent()
    {
        using var host = new EtherHost();
        host.LearnPeer();
        host.InjectArp(new(ArpOperation.Request, EtherHost.OtherHardware, EtherHost.Peer, default, EtherHost.Peer), broadcast: true);
        host.Advance(2.1);
        host.Reply(EtherHost.Peer, EtherHost.OtherHardware);
        Assert.Equal(EtherHost.OtherHardware, host.Known(EtherHost.Peer));
        host.TakeFrames();
        host.SendPacket(EtherHost.Peer);
        Assert.Equal(EtherHost.OtherHardware, Assert.Single(host.TakeFrames()).Header.Destination);
    }

    [Fact]
    public void A_stale_entry_moves_at_once()
    {
        using var host = new EtherHost();
        host.LearnPeer();
        host.Advance(120);
        host.InjectArp(new(ArpOperation.Request, EtherHost.OtherHardware, EtherHost.Peer, default, EtherHost.Peer), broadcast: true);
        Assert.Equal(EtherHost.OtherHardware, host.Known(EtherHost.Peer));
    }

    [Fact]
    public void A_permanent_entry_is_never_changed_by_the_wire()
    {
        using var host = new EtherHost();
        var entry = Entry(EtherHost.Peer, EtherHost.PeerHardware, ArpFlags.Permanent);
        Assert.Equal(SocketError.Success, host.Control(DriverCommand.SetArpEntry, ref entry));
        host.Reply(EtherHost.Peer, EtherHost.OtherHardware);
        host.Advance(300);
        host.Reply(EtherHost.Peer, EtherHost.OtherHardware);
        Assert.Equal(EtherHost.PeerHardware, host.Known(EtherHost.Peer));
        Assert.Equal(2, host.Dropped(DropReason.ArpSpoofed));
        host.TakeFrames();
        host.SendPacket(EtherHost.Peer);
        Assert.Equal(EtherHost.PeerHardware, Assert.Single(host.TakeFrames()).Header.Destination);
        Assert.Equal(SocketError.Success, host.Control(DriverCommand.FlushArpEntries, ref entry));
        Assert.Equal(EtherHost.PeerHardware, host.Known(EtherHost.Peer));
        Assert.Equal(SocketError.Success, host.Control(DriverCommand.DeleteArpEntry, ref entry));
        Assert.Equal(SocketError.AddressNotAvailable, host.Control(DriverCommand.DeleteArpEntry, ref entry));
        Assert.Null(host.Known(EtherHost.Peer));
    }

    [Fact]
    public void A_published_entry_is_answered_for()
    {
        using var host = new EtherHost();
        var away = new IPv4Address(10, 0, 0, 50);
        var entry = Entry(away, host.Hardware, ArpFlags.Permanent | ArpFlags.Publish);
        Assert.Equal(SocketError.Success, host.Control(DriverCommand.SetArpEntry, ref entry));
        host.TakeFrames();
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, away);
        Assert.Equal(new ArpPacket(ArpOperation.Reply, host.Hardware, away, EtherHost.PeerHardware, EtherHost.Peer), Assert.Single(host.TakeArp()));
    }

    [Fact]
    public void Impossible_senders_are_dropped()
    {
        using var host = new EtherHost();
        host.TakeFrames();
        host.InjectArp(new(ArpOperation.Request, host.Hardware, EtherHost.Peer, default, EtherHost.Ours));
        host.InjectArp(new((ArpOperation)9, EtherHost.PeerHardware, EtherHost.Peer, default, EtherHost.Ours));
        Assert.Equal(2, host.Dropped(DropReason.ArpIgnored));
        host.InjectArp(new(ArpOperation.Request, EtherHost.PeerHardware, IPv4Address.Broadcast, default, EtherHost.Ours));
        host.InjectArp(new(ArpOperation.Request, EtherHost.PeerHardware, new IPv4Address(224, 0, 0, 5), default, EtherHost.Ours));
        host.InjectArp(new(ArpOperation.Request, EtherHost.PeerHardware, IPv4Address.Loopback, default, EtherHost.Ours));
        Assert.Equal(3, host.Dropped(DropReason.ArpMalformed));
        var octets = new byte[ArpPacket.PacketLength];
        new ArpPacket(ArpOperation.Request, EthernetAddress.Broadcast, EtherHost.Peer, default, EtherHost.Ours).Write(octets);
        host.Inject(host.Hardware, EtherHost.PeerHardware, EtherType.Arp, octets);
        Assert.Equal(1, host.Dropped(DropReason.ArpSpoofed));
        Assert.Empty(host.TakeArp());
        Assert.Null(host.Known(EtherHost.Peer));
    }

    [Fact]
    public void Every_truncation_and_every_wrong_length_is_dropped()
    {
        using var host = new EtherHost();
        var octets = new byte[ArpPacket.PacketLength];
        new ArpPacket(ArpOperation.Request, EtherHost.PeerHardware, EtherHost.Peer, default, EtherHost.Ours).Write(octets);
        for (int length = 0; length < octets.Length; length++)
            host.Inject(host.Hardware, EtherHost.PeerHardware, EtherType.Arp, octets.AsSpan(0, length));
        Assert.Equal(28, host.Dropped(DropReason.ArpMalformed));
        for (int field = 0; field < 2; field++)
        {
            for (int value = 0; value < 256; value++)
            {
                var wrong = octets.ToArray();
                wrong[4 + field] = (byte)value;
                host.Inject(host.Hardware, EtherHost.PeerHardware, EtherType.Arp, wrong);
            }
        }

        Assert.Equal(28 + 510, host.Dropped(DropReason.ArpMalformed));
    }

    [Fact]
    public void An_interface_that_is_down_does_not_answer()
    {
        using var host = new EtherHost();
        host.AddInterface(EtherHost.Device + ":1", new IPv4Address(10, 1, 0, 1));
        host.SetUp(EtherHost.Device + ":1", false);
        host.TakeFrames();
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, new IPv4Address(10, 1, 0, 1));
        Assert.Empty(host.TakeArp());
        host.SetUp(EtherHost.Device + ":1", true);
        host.TakeFrames();
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, new IPv4Address(10, 1, 0, 1));
        Assert.Single(host.TakeArp());
    }

    [Fact]
    public void Interfaces_on_one_device_share_their_neighbors_and_list_them_once()
    {
        using var host = new EtherHost();
        host.AddInterface(EtherHost.Device + ":1", new IPv4Address(10, 1, 0, 1));
        host.LearnPeer();
        var second = new IPv4Address(10, 1, 0, 2);
        host.SendPacket(second);
        var question = Assert.Single(host.TakeArp());
        Assert.Equal(new IPv4Address(10, 1, 0, 1), question.SenderProtocol);
        host.InjectArp(new(ArpOperation.Reply, EtherHost.OtherHardware, second, host.Hardware, new IPv4Address(10, 1, 0, 1)));
        var entries = host.ArpEntries();
        Assert.Equal(4, entries.Length);
        Assert.Equal(EtherHost.Device, entries.Single(e => e.Address.IPv4 == EtherHost.Peer).Interface.ToString());
        Assert.Equal(EtherHost.Device + ":1", entries.Single(e => e.Address.IPv4 == second).Interface.ToString());
        Assert.Equal(2, entries.Count(e => (e.Flags & ArpFlags.Local) != 0));
    }

    private static ArpEntry Entry(IPv4Address address, EthernetAddress hardware, ArpFlags flags) => new()
    {
        Address = new NetAddress(address),
        LinkAddress = new LinkAddress(hardware),
        Flags = flags,
    };
}
