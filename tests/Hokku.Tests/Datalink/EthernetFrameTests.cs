using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.Arp;
using Hokku.Wire.Ethernet;
using Xunit;

namespace Hokku.Tests.Datalink;

public sealed class EthernetFrameTests
{
    [Fact]
    public void Every_frame_shorter_than_a_header_is_dropped()
    {
        using var host = new EtherHost();
        for (int length = 1; length < EthernetHeader.HeaderLength; length++)
            host.Probe.Send(new byte[length]);
        Assert.Equal(13, Drops(host, DropReason.FrameTooShort));
    }

    [Fact]
    public void Frames_for_others_are_dropped_even_when_the_device_hears_everything()
    {
        using var host = new EtherHost();
        InjectRequest(host, EtherHost.OtherHardware);
        Assert.Equal(1, Drops(host, DropReason.ForeignLinkAddress));
        host.Inside(() => host.Stack.Devices[0].SetPromiscuous(true));
        InjectRequest(host, EtherHost.OtherHardware);
        Assert.Equal(2, Drops(host, DropReason.ForeignLinkAddress));
        Assert.Null(host.Known(EtherHost.Peer));
    }

    [Fact]
    public void Groups_are_heard_from_their_first_member_to_their_last()
    {
        using var host = new EtherHost();
        var group = new NetAddress(new IPv4Address(224, 1, 2, 3));
        var hardware = EthernetAddress.FromMulticast(new IPv4Address(224, 1, 2, 3));
        InjectRequest(host, hardware);
        Assert.Equal(1, Drops(host, DropReason.NotMember));
        var chain = host.Stack.Interfaces[0].Chain;
        host.Inside(() =>
        {
            chain.JoinMulticast(group);
            chain.JoinMulticast(group);
            chain.LeaveMulticast(group);
        });
        InjectRequest(host, hardware);
        Assert.Equal(EtherHost.PeerHardware, host.Known(EtherHost.Peer));
        host.Inside(() => chain.LeaveMulticast(group));
        InjectRequest(host, hardware);
        Assert.Equal(2, Drops(host, DropReason.NotMember));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(46)]
    [InlineData(0x5FF)]
    public void Frames_with_a_length_instead_of_a_type_are_dropped(int length)
    {
        using var host = new EtherHost();
        host.Inject(host.Hardware, EtherHost.PeerHardware, (ushort)length, new byte[46]);
        Assert.Equal(1, Drops(host, DropReason.FrameMalformed));
    }

    [Fact]
    public void Frames_from_a_group_or_from_nobody_are_dropped()
    {
        using var host = new EtherHost();
        host.Inject(host.Hardware, EthernetAddress.Broadcast, EtherType.IPv4, new byte[46]);
        host.Inject(host.Hardware, default, EtherType.IPv4, new byte[46]);
        Assert.Equal(2, Drops(host, DropReason.FrameMalformed));
    }

    [Fact]
    public void Types_that_nobody_handles_are_counted()
    {
        using var host = new EtherHost();
        host.Inject(host.Hardware, EtherHost.PeerHardware, EtherType.Vlan, new byte[46]);
        host.Inject(host.Hardware, EtherHost.PeerHardware, 0x88CC, new byte[46]);
        Assert.Equal(2, Drops(host, DropReason.NoHandler));
    }

    private static void InjectRequest(EtherHost host, EthernetAddress destination)
    {
        var octets = new byte[ArpPacket.PacketLength];
        new ArpPacket(ArpOperation.Request, EtherHost.PeerHardware, EtherHost.Peer, default, EtherHost.Ours).Write(octets);
        host.Inject(destination, EtherHost.PeerHardware, EtherType.Arp, octets);
    }

    private static long Drops(EtherHost host, DropReason reason) => host.Stack.Devices[0].Statistics.ReceiveDrops[reason];
}
