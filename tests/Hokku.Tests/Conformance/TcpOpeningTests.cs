using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Conformance;

/// <summary>Opening connections (RFC 9293, 3.5, 3.10.1, 3.10.7.1-3).</summary>
public sealed class TcpOpeningTests : TcpScriptTests
{
    [Fact]
    [Requirement("RFC 9293", "MUST-14")]
    [Requirement("RFC 9293", "SHLD-5")]
    [Requirement("RFC 9293", "MAY-3")]
    [Requirement("RFC 9293", "MUST-67")]
    public void A_connection_is_opened_by_three_segments() => Connecting()
        .Expect("S 0:0(0) win 65535 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1 win 65535 <>")
        .ExpectState("established")
        .ExpectReady(SocketEvents.Write);

    [Fact]
    public void A_connection_is_accepted_by_three_segments() => Listening()
        .Inject("S 0:0(0) win 1000 <mss 1460>")
        .Expect("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Inject(". 1:1(0) ack 1 win 1000")
        .Accept()
        .ExpectState("established")
        .ExpectNothing();

    [Fact]
    [Requirement("RFC 9293", "MUST-67")]
    public void The_maximum_segment_size_follows_from_the_mtu() => Connecting(new() { Mtu = 9000 })
        .Expect("S 0:0(0) win 65535 <mss 8960,sackOK,TS val 1 ecr 0,nop,wscale 7>");

    [Fact]
    [Requirement("RFC 9293", "MUST-10")]
    public void Both_sides_may_open_at_once() => Connecting()
        .Expect("S 0:0(0)")
        .Inject("S 0:0(0) win 65535 <mss 1460>")
        .Expect("S. 0:0(0) ack 1")
        .ExpectState("syn-received")
        .Inject(". 1:1(0) ack 1 win 65535")
        .ExpectState("established")
        .ExpectReady(SocketEvents.Write);

    [Fact]
    [Requirement("RFC 9293", "MUST-10")]
    public void Both_sides_may_open_at_once_and_acknowledge_with_their_syn() => Connecting()
        .Expect("S 0:0(0)")
        .Inject("S 0:0(0) win 65535 <mss 1460>")
        .Expect("S. 0:0(0) ack 1")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1")
        .Inject(". 1:1(0) ack 1 win 65535")
        .ExpectState("established");

    [Fact]
    [Requirement("RFC 9293", "MUST-11")]
    public void A_reset_in_syn_received_brings_a_listener_back_to_listen() => Listening()
        .Inject("S 0:0(0) win 1000 <mss 1460>")
        .Expect("S. 0:0(0) ack 1")
        .Inject("R 1:1(0)")
        .ExpectNothing(5000)
        .Accept(SocketError.WouldBlock)
        .Handshake()
        .Accept();

    [Fact]
    [Requirement("RFC 9293", "MUST-11")]
    public void A_reset_in_syn_received_refuses_an_active_open() => Connecting()
        .Expect("S 0:0(0)")
        .Inject("S 0:0(0) win 65535 <mss 1460>")
        .Expect("S. 0:0(0) ack 1")
        .Inject("R 1:1(0)")
        .ExpectError(SocketError.ConnectionRefused);

    [Fact]
    [Requirement("RFC 9293", "MUST-41")]
    public void A_listener_goes_on_listening_beside_its_connections()
    {
        var first = Established();
        var second = first.Another(1);
        second.Handshake().Accept().Inject("P. 1:101(100) ack 1").ExpectAfter(40, ". 1:1(0) ack 101").Read(100);
        first.ExpectState("established").Inject("P. 1:51(50) ack 1").ExpectAfter(40, ". 1:1(0) ack 51").Read(50);
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-44")]
    public void The_source_address_of_a_syn_follows_from_the_route()
    {
        var script = Connecting().Expect("S 0:0(0)");
        Assert.Equal(new IPv4Address(192, 0, 2, 1), script.LocalAddress.IPv4);
    }

    [Theory]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("240.1.2.3")]
    [InlineData("192.0.2.255")]
    [Requirement("RFC 9293", "MUST-46")]
    public void No_connection_is_opened_to_an_invalid_address(string address)
    {
        var script = Listening().OpenSocket(port: 50000);
        Assert.NotEqual(SocketError.InProgress, script.ConnectTo(new NetAddress(IPv4Address.Parse(address), 80)));
        script.ExpectNothing();
    }

    [Theory]
    [InlineData("192.0.2.255")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    [Requirement("RFC 9293", "MUST-57")]
    public void A_segment_to_a_group_or_broadcast_address_is_silently_discarded(string address) => Listening()
        .InjectBetween(Peer, new NetAddress(IPv4Address.Parse(address)), "S 0:0(0) win 1000 <mss 1460>")
        .InjectBetween(Peer, new NetAddress(IPv4Address.Parse(address)), ". 1:1(0) ack 1")
        .ExpectNothing(5000);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.1.2.3")]
    [InlineData("240.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.255")]
    [InlineData("192.0.2.1")]
    [Requirement("RFC 9293", "MUST-63")]
    public void A_syn_from_an_invalid_address_is_dropped_and_counted(string address)
    {
        var script = Listening();
        long before = script.AllDrops;
        script.InjectBetween(new NetAddress(IPv4Address.Parse(address)), Ours, "S 0:0(0) win 1000 <mss 1460>").ExpectNothing(5000);
        Assert.Equal(before + 1, script.AllDrops);
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-43")]
    [Requirement("RFC 9293", "MUST-45")]
    public void A_socket_may_be_bound_to_an_address_of_ours_only()
    {
        var script = Listening();
        Assert.Equal(SocketError.AddressNotAvailable, script.BindNew(new NetAddress(new IPv4Address(192, 0, 2, 77), 4000)));
        Assert.Equal(SocketError.Success, script.BindNew(Ours.WithPort(4000)));
    }

    [Fact]
    public void A_segment_for_nobody_is_answered_with_a_reset() => Listening()
        .CloseListener()
        .Inject("S 0:0(0) win 1000 <mss 1460>")
        .Expect("R. 0:0(0) ack 1")
        .Inject(". 1:1(0) ack 4711")
        .Expect("R 4711:4711(0)")
        .Inject("P 1:101(100)")
        .Expect("R. 0:0(0) ack 101")
        .Inject("R. 1:1(0) ack 1")
        .ExpectNothing();

    [Fact]
    public void An_acknowledgment_in_listen_is_answered_with_a_reset() => Listening()
        .Inject(". 1:1(0) ack 4711")
        .Expect("R 4711:4711(0)")
        .Inject("R 1:1(0)")
        .Inject("P 1:2(1)")
        .ExpectNothing();

    [Fact]
    public void A_wrong_acknowledgment_in_syn_sent_is_answered_with_a_reset() => Connecting()
        .Expect("S 0:0(0)")
        .Inject(". 1:1(0) ack 100")
        .Expect("R 100:100(0)")
        .Inject("S. 0:0(0) ack 100 <mss 1460>")
        .Expect("R 100:100(0)")
        .ExpectState("syn-sent")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1");

    [Fact]
    [Requirement("RFC 9293", "MUST-47")]
    public void A_reset_in_syn_sent_refuses_the_connection() => Connecting()
        .Expect("S 0:0(0)")
        .Inject("R. 0:0(0) ack 1")
        .ExpectReady(SocketEvents.Error | SocketEvents.HangUp)
        .ExpectError(SocketError.ConnectionRefused)
        .ExpectState("closed");

    [Fact]
    public void A_reset_without_acknowledgment_in_syn_sent_is_not_believed() => Connecting()
        .Expect("S 0:0(0)")
        .Inject("R 0:0(0)")
        .ExpectDrop(DropReason.ResetRejected)
        .ExpectState("syn-sent");

    [Fact]
    public void Text_with_the_syn_ack_is_delivered() => Connecting()
        .Expect("S 0:0(0)")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1")
        .Inject("P. 1:11(10) ack 1")
        .ExpectAfter(40, ". 1:1(0) ack 11")
        .Read(10);

    [Fact]
    public void A_syn_retransmitted_by_the_peer_is_answered_again() => Listening()
        .Inject("S 0:0(0) win 1000 <mss 1460>")
        .Expect("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Inject("S 0:0(0) win 1000 <mss 1460>")
        .Expect("S. 0:0(0) ack 1 win 65535 <mss 1460>");

    [Fact]
    public void A_syn_with_fin_or_reset_opens_nothing() => Listening()
        .Inject("SF 0:0(0) win 1000 <mss 1460>")
        .Inject("SR 0:0(0) win 1000 <mss 1460>")
        .ExpectNothing();

    [Fact]
    [Requirement("RFC 9293", "MUST-8")]
    [Requirement("RFC 6528", "3")]
    public void Initial_sequence_numbers_go_with_the_clock()
    {
        var first = InitialNumber(Listening());
        var later = InitialNumber(Listening().Advance(1000));
        Assert.Equal(250_000, later - first);
    }

    [Fact]
    [Requirement("RFC 9293", "SHLD-1")]
    [Requirement("RFC 9293", "MUST-9")]
    [Requirement("RFC 6528", "3")]
    public void Initial_sequence_numbers_of_different_connections_have_nothing_in_common()
    {
        var script = Listening();
        var numbers = new HashSet<int>();
        for (int i = 0; i < 50; i++)
            numbers.Add(InitialNumber(script.Another(i)) - default(SequenceNumber));
        var distances = numbers.Zip(numbers.Skip(1), static (a, b) => Math.Abs((long)a - b));
        Assert.Equal(50, numbers.Count);
        Assert.All(distances, d => Assert.True(d > 1000));
    }

    private static SequenceNumber InitialNumber(TcpScript script)
    {
        var number = default(SequenceNumber);
        script.Inject("S 0:0(0) <mss 1460>").ForEachSent(s => number = s.Sequence);
        return number;
    }

    private static NetAddress Ours => new(new IPv4Address(192, 0, 2, 1));

    private static NetAddress Peer => new(new IPv4Address(192, 0, 2, 2));
}
