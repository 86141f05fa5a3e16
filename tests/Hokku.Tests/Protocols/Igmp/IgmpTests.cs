using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;
using Xunit;

namespace Hokku.Tests.Protocols.Igmp;

public sealed class IgmpTests : IDisposable
{
    private static readonly IPv4Address Group = new(239, 1, 2, 3);
    private static readonly IPv4Address AllSystems = new(224, 0, 0, 1);
    private static readonly IPv4Address Source1 = new(10, 0, 0, 7);
    private static readonly IPv4Address Source2 = new(10, 0, 0, 8);
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    [Requirement("RFC 3376", "5.1")]
    public void A_join_is_reported_twice_with_router_alert_and_one_hop()
    {
        Join(_bench.Bound(5000));
        _bench.Time.Advance(TimeSpan.FromSeconds(3));
        var sent = _bench.TakeSent();
        Assert.Equal(2, sent.Count);
        Assert.All(sent, packet => Assert.Equal("ChangeToExclude 239.1.2.3 []", Describe(packet)));
        var header = Packets.Header(sent[0]);
        Assert.Equal((new IPv4Address(224, 0, 0, 22), 1, 0xC0, 24), (header.Destination, header.TimeToLive, header.TypeOfService, header.HeaderLength));
        Assert.Equal([148, 4, 0, 0], sent[0][20..24]);
        Assert.True(InternetChecksum.IsValid(sent[0].AsSpan(24)));
    }

    [Fact]
    public void Groups_are_reported_again_on_the_link_that_an_interface_comes_up_on()
    {
        Join(_bench.Bound(5000));
        Settle();
        _bench.SetUp(Bench.Device, false);
        _bench.SetUp(Bench.Device, true);
        Settle(out var sent);
        Assert.Equal(2, sent.Count);
        Assert.All(sent, packet => Assert.Equal("ChangeToExclude 239.1.2.3 []", Describe(packet)));
    }

    [Fact]
    public void A_leave_is_reported_and_only_the_last_one()
    {
        var first = _bench.Bound(5000);
        var second = _bench.Bound(5001);
        Join(first);
        Join(second);
        Settle();
        _bench.Inside(first.Close);
        Settle(out var none);
        Assert.Empty(none);
        Assert.Equal(SocketError.Success, _bench.Set(second, IPOption.LeaveGroup, new MulticastRequest { Group = new(Group) }));
        Settle(out var sent);
        Assert.Equal(2, sent.Count);
        Assert.All(sent, packet => Assert.Equal("ChangeToInclude 239.1.2.3 []", Describe(packet)));
    }

    [Fact]
    public void Changes_of_sources_are_reported_as_such()
    {
        var socket = _bench.Bound(5000);
        Assert.Equal(SocketError.Success, Source(socket, IPOption.JoinSourceGroup, Source1));
        Settle(out var joined);
        Assert.Equal("AllowNewSources 239.1.2.3 [10.0.0.7]", Describe(joined[0]));
        Assert.Equal(SocketError.Success, Source(socket, IPOption.JoinSourceGroup, Source2));
        Settle(out var added);
        Assert.Equal("AllowNewSources 239.1.2.3 [10.0.0.8]", Describe(added[0]));
        Assert.Equal(SocketError.Success, Source(socket, IPOption.LeaveSourceGroup, Source1));
        Settle(out var removed);
        Assert.Equal("BlockOldSources 239.1.2.3 [10.0.0.7]", Describe(removed[0]));
    }

    [Fact]
    [Requirement("RFC 3376", "5.2")]
    public void A_general_query_is_answered_once_within_its_time()
    {
        Join(_bench.Bound(5000));
        Settle();
        Query(default, 100);
        Query(default, 100);
        _bench.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("ModeIsExclude 239.1.2.3 []", Describe(Assert.Single(_bench.TakeSent())));
    }

    [Fact]
    public void A_query_for_sources_is_answered_for_those_that_are_wanted()
    {
        var socket = _bench.Bound(5000);
        Join(socket);
        Assert.Equal(SocketError.Success, Source(socket, IPOption.BlockGroupSource, Source1));
        Settle();
        Query(Group, 10, Source1, Source2);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("ModeIsInclude 239.1.2.3 [10.0.0.8]", Describe(Assert.Single(_bench.TakeSent())));
        Query(new IPv4Address(239, 9, 9, 9), 10);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_bench.TakeSent());
    }

    [Fact]
    [Requirement("RFC 3376", "7.2.1")]
    public void Routers_of_version_2_are_told_in_version_2()
    {
        QueryOld(100);
        var socket = _bench.Bound(5000);
        Join(socket);
        _bench.Time.Advance(TimeSpan.FromSeconds(11));
        var sent = _bench.TakeSent();
        Assert.Equal(2, sent.Count);
        Assert.All(sent, packet => Assert.Equal((IgmpType.ReportV2, Group, Group), Old(packet)));
        _bench.Inside(socket.Close);
        Assert.Equal((IgmpType.Leave, Group, new IPv4Address(224, 0, 0, 2)), Old(Assert.Single(_bench.TakeSent())));
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        Join(_bench.Bound(5001));
        Assert.Equal("ChangeToExclude 239.1.2.3 []", Describe(_bench.TakeSent()[0]));
    }

    [Fact]
    public void The_report_of_another_member_saves_ours_with_routers_of_old()
    {
        Join(_bench.Bound(5000));
        Settle();
        QueryOld(100);
        var report = new byte[8];
        new IgmpMessage(IgmpType.ReportV2, 0, Group).Write(report);
        IgmpMessage.WriteChecksum(report);
        Inject(Group, report);
        _bench.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(_bench.TakeSent());
    }

    [Fact]
    public void URGENT_11_forged_and_broken_queries_make_nobody_talk()
    {
        Join(_bench.Bound(5000));
        Settle();
        var query = new byte[12];
        IgmpQuery.Write(query, default, 10, 2, 125, []);
        Inject(Bench.Ours, query); // a general query to one host
        for (int length = 0; length < query.Length; length++)
            Inject(AllSystems, query[..length]);
        query[11] = 200; // more sources than there are
        IgmpMessage.WriteChecksum(query);
        Inject(AllSystems, query);
        _bench.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(_bench.TakeSent(), static packet => Packets.Header(packet).Protocol == IPProtocol.Igmp);
        Assert.True(_bench.Inside(() => _bench.Stack.Statistics("igmp").Drops.Total) > 10);
    }

    [Fact]
    public void Only_members_get_a_group_s_datagrams_and_from_admitted_sources()
    {
        var member = _bench.Open(SocketType.Dgram);
        var other = _bench.Open(SocketType.Dgram);
        foreach (var socket in new[] { member, other })
        {
            _bench.Set(socket, SocketOption.ReuseAddress, 1);
            Assert.Equal(SocketError.Success, _bench.Inside(() => socket.Bind(new NetAddress(IPv4Address.Any, 5000))));
        }

        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Group, 5000, [0]), EthernetAddress.FromMulticast(Group));
        Join(member);
        Source(member, IPOption.BlockSource, Source1);
        _bench.Inject(Packets.Datagram(Source1, 1, Group, 5000, [1]), EthernetAddress.FromMulticast(Group));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Group, 5000, [2]), EthernetAddress.FromMulticast(Group));
        Assert.Equal(SocketError.Success, _bench.Receive(member, out var payload, out _));
        Assert.Equal(2, Assert.Single(payload));
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(member, out _, out _));
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(other, out _, out _));
    }

    [Fact]
    public void A_multicast_goes_one_hop_and_comes_back_to_members_unless_told_not_to()
    {
        var socket = _bench.Bound(5000);
        Join(socket);
        Settle();
        Assert.Equal(SocketError.Success, _bench.Send(socket, [1], new NetAddress(Group, 5000)));
        Assert.Equal(1, Packets.Header(Assert.Single(_bench.TakeSent())).TimeToLive);
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out _, out _));
        _bench.Set(socket, IPOption.MulticastLoop, 0);
        _bench.Set(socket, IPOption.MulticastTimeToLive, 5);
        Assert.Equal(SocketError.Success, _bench.Send(socket, [1], new NetAddress(Group, 5000)));
        Assert.Equal(5, Packets.Header(Assert.Single(_bench.TakeSent())).TimeToLive);
        Assert.Equal(SocketError.WouldBlock, _bench.Receive(socket, out _, out _));
    }

    private void Join(ISocketCalls socket) => Assert.Equal(
        SocketError.Success, _bench.Set(socket, IPOption.JoinGroup, new MulticastRequest { Group = new(Group), Interface = new(Bench.Ours) }));

    private SocketError Source(ISocketCalls socket, IPOption option, IPv4Address source) =>
        _bench.Set(socket, option, new MulticastRequest { Group = new(Group), Source = new(source), Interface = new(Bench.Ours) });

    private void Settle() => Settle(out _);

    private void Settle(out List<byte[]> sent)
    {
        _bench.Time.Advance(TimeSpan.FromSeconds(3));
        sent = _bench.TakeSent();
    }

    private void Query(IPv4Address group, byte time, params IPv4Address[] sources)
    {
        var query = new byte[12 + (4 * sources.Length)];
        IgmpQuery.Write(query, group, time, 2, 125, sources);
        Inject(group.IsAny ? AllSystems : group, query);
    }

    private void QueryOld(byte time)
    {
        var query = new byte[8];
        new IgmpMessage(IgmpType.Query, time, default).Write(query);
        IgmpMessage.WriteChecksum(query);
        Inject(AllSystems, query);
    }

    private void Inject(IPv4Address destination, byte[] message) => _bench.Inject(
        Packets.IPv4(new() { Source = Bench.Theirs, Destination = destination, Protocol = IPProtocol.Igmp, TimeToLive = 1 }, message, [148, 4, 0, 0]),
        destination.IsMulticast ? EthernetAddress.FromMulticast(destination) : null);

    private static (IgmpType Type, IPv4Address Group, IPv4Address Destination) Old(byte[] packet)
    {
        Assert.True(IgmpMessage.TryParse(packet.AsSpan(24), out var message));
        return (message.Type, message.Group, Packets.Header(packet).Destination);
    }

    private static string Describe(byte[] packet)
    {
        Assert.True(IgmpReport.TryParse(packet.AsSpan(24), out var report));
        List<string> records = [];
        foreach (var record in report)
        {
            List<string> sources = [];
            for (int i = 0; i < record.SourceCount; i++)
                sources.Add(record.Source(i).ToString());
            records.Add($"{record.Type} {record.Group} [{string.Join(' ', sources)}]");
        }

        return string.Join("; ", records);
    }
}
