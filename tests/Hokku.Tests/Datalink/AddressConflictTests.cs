using Hokku.Abstractions;
using Hokku.Datalink.Arp;
using Hokku.Testing;
using Hokku.Wire.Arp;
using Xunit;

namespace Hokku.Tests.Datalink;

public sealed class AddressConflictTests
{
    [Fact]
    [Requirement("RFC 5227", "2.3")]
    public void A_new_address_is_announced_twice_two_seconds_apart()
    {
        using var host = new EtherHost();
        var announcement = new ArpPacket(ArpOperation.Request, host.Hardware, EtherHost.Ours, default, EtherHost.Ours);
        Assert.Equal([announcement], host.TakeArp());
        host.Advance(1.9);
        Assert.Empty(host.TakeArp());
        host.Advance(0.2);
        Assert.Equal([announcement], host.TakeArp());
        host.Advance(60);
        Assert.Empty(host.TakeArp());
        host.SetUp(EtherHost.Device, false);
        host.SetUp(EtherHost.Device, true);
        Assert.Equal([announcement], host.TakeArp());
    }

    [Fact]
    [Requirement("RFC 5227", "2.4(c)")]
    public void Our_address_is_defended_at_most_every_ten_seconds()
    {
        using var host = new EtherHost();
        var observer = new Observer();
        host.Inside(() => host.Stack.Notifications.Subscribe(observer));
        host.Advance(5);
        host.TakeFrames();
        for (int i = 0; i < 5; i++)
        {
            host.InjectArp(new(ArpOperation.Request, EtherHost.OtherHardware, EtherHost.Ours, default, EtherHost.Ours), broadcast: true);
            host.Advance(1);
        }

        Assert.True(Assert.Single(host.TakeArp()).IsAnnouncement);
        Assert.Equal(5, host.Dropped(DropReason.AddressConflict));
        Assert.Equal(1, observer.Conflicts);
        host.Advance(10);
        host.Reply(EtherHost.Ours, EtherHost.OtherHardware);
        Assert.Single(host.TakeArp());
        Assert.Equal(2, observer.Conflicts);
    }

    [Fact]
    [Requirement("RFC 5227", "2.1.1")]
    public void An_address_is_probed_three_times_before_it_is_used()
    {
        using var host = new EtherHost(new ArpOptions { ProbeAddresses = true });
        Assert.Empty(host.TakeArp());
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, EtherHost.Ours);
        Assert.Empty(host.TakeArp());
        host.Advance(5);
        var probes = host.TakeArp();
        Assert.Equal(3, probes.Count);
        Assert.All(probes, p => Assert.Equal(new ArpPacket(ArpOperation.Request, host.Hardware, default, default, EtherHost.Ours), p));
        host.Advance(5);
        Assert.All(host.TakeArp(), p => Assert.True(p.IsAnnouncement));
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, EtherHost.Ours);
        Assert.Single(host.TakeArp());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Requirement("RFC 5227", "2.1.1")]
    public void A_probed_address_that_somebody_else_has_or_wants_is_not_used(bool rivalProbes)
    {
        using var host = new EtherHost(new ArpOptions { ProbeAddresses = true });
        host.Advance(1.1);
        host.TakeArp();
        host.InjectArp(
            rivalProbes
                ? new(ArpOperation.Request, EtherHost.OtherHardware, default, default, EtherHost.Ours)
                : new(ArpOperation.Reply, EtherHost.OtherHardware, EtherHost.Ours, host.Hardware, default),
            broadcast: true);
        host.Advance(60);
        Assert.Empty(host.TakeArp());
        Assert.True(host.Stack.Interfaces[0].Addresses[0].IsConflicted);
        host.Request(EtherHost.Peer, EtherHost.PeerHardware, EtherHost.Ours);
        Assert.Empty(host.TakeArp());
    }

    [Fact]
    [Requirement("RFC 5227", "2.1.1")]
    public void A_probe_for_our_address_is_answered_and_teaches_nothing()
    {
        using var host = new EtherHost();
        host.TakeFrames();
        host.InjectArp(new(ArpOperation.Request, EtherHost.OtherHardware, default, default, EtherHost.Ours), broadcast: true);
        Assert.Equal(new ArpPacket(ArpOperation.Reply, host.Hardware, EtherHost.Ours, EtherHost.OtherHardware, default), Assert.Single(host.TakeArp()));
        Assert.Single(host.ArpEntries());
    }

    private sealed class Observer : IStackObserver
    {
        public int Conflicts { get; private set; }

        public void Notified(in StackNotification notification) => Conflicts += notification.Event == StackEvent.AddressConflict ? 1 : 0;
    }
}
