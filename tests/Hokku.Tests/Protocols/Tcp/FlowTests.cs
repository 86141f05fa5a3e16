using System.Net.Sockets;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class FlowTests
{
    private static readonly WireSettings Short = new() { Latency = TimeSpan.FromMilliseconds(5) };

    // The neighbour answers ARP and nothing else.
    private static readonly WireSettings Deaf = Short with { Lose = (_, frame) => frame.TryPeek(14, out var header) && header[13] == 0 };

    // Hazard A.2-7: the receive window closes and never reopens.
    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(5000)]
    [Requirement("RFC 9293", "MUST-35")]
    [Requirement("RFC 9293", "MUST-36")]
    public void A_window_that_closes_reopens_whichever_packet_is_lost(int readSize)
    {
        for (int lost = 0; lost < 24; lost++)
        {
            using var pair = new TcpPair();
            var listener = pair.B.Listen(80);
            listener.Set(SocketOption.ReceiveBuffer, 4096);
            var (client, server) = pair.Connect(80, listener);
            long first = pair.Wire.StatisticsFrom(1).Sent + lost;
            pair.Wire.Configure(1, Short with { Lose = (n, _) => n == first });
            var data = TcpPair.Pattern(20_000);
            int sent = 0;
            var got = new List<byte>();
            pair.Until(
                () =>
                {
                    sent += client.Send(data.AsSpan(sent, Math.Min(3000, data.Length - sent)));
                    if (server.Receive(readSize) is { Length: > 0 } text)
                        got.AddRange(text);
                    return got.Count == data.Length;
                },
                seconds: 400);
            Assert.Equal(data, got);
        }
    }

    [Fact]
    [Requirement("RFC 9293", "SHLD-30")]
    public void Zero_window_probes_grow_apart_and_go_on_while_the_peer_answers()
    {
        using var pair = new TcpPair();
        var listener = pair.B.Listen(80);
        listener.Set(SocketOption.ReceiveBuffer, 4096);
        var (client, server) = pair.Connect(80, listener);
        client.Send(new byte[20_000]);
        pair.Advance(1_000_000);
        Assert.Equal(TcpState.Established, client.State);
        Assert.InRange(pair.A.Count("zero-window probes sent"), 15, 40);
        int received = 0;
        pair.Until(() => (received += server.Receive()!.Length) == 20_000);
    }

    // Sockstress: a peer that keeps its window closed cannot keep what nobody waits for.
    [Fact]
    public void Sockstress_an_orphan_with_a_closed_window_ends()
    {
        using var pair = new TcpPair();
        var listener = pair.B.Listen(80);
        listener.Set(SocketOption.ReceiveBuffer, 4096);
        var (client, server) = pair.Connect(80, listener);
        client.Send(new byte[20_000]);
        client.Close();
        pair.Advance(400_000);
        Assert.Equal(0, pair.A.Stack.GetUsage().Sockets);
        Assert.Equal(TcpState.Established, server.State);
    }

    // Hazard A.2-16: a retransmission hang with many small writes.
    [Fact]
    public void Many_small_writes_over_a_bad_path()
    {
        var settings = new WireSettings { Latency = TimeSpan.FromMilliseconds(2), Loss = 0.02 };
        using var pair = new TcpPair(settings, isDebug: false);
        var (client, server) = pair.Connect();
        int octets = Environment.GetEnvironmentVariable("HOKKU_LONG") is null ? 240_000 : 128 << 20;
        pair.Transfer(client, server, octets, write: 12, seconds: 100_000);
    }

    [Fact]
    public void Nagle_holds_a_small_segment_until_the_first_is_acknowledged()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        pair.Advance(100);
        long before = pair.A.Count("segments sent");
        for (int i = 0; i < 10; i++)
            client.Send("x"u8);
        Assert.Equal(before + 1, pair.A.Count("segments sent"));
        pair.Advance(200);
        Assert.Equal(10, server.Receive()!.Length);
        client.Set(TcpOption.NoDelay, 1);
        before = pair.A.Count("segments sent");
        for (int i = 0; i < 10; i++)
            client.Send("x"u8);
        Assert.Equal(before + 10, pair.A.Count("segments sent"));
    }

    [Fact]
    public void A_cork_waits_for_full_segments_but_not_for_ever()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Set(TcpOption.Cork, 1);
        client.Send("held"u8);
        pair.Advance(100);
        Assert.Empty(server.Receive()!);
        pair.Advance(200);
        Assert.Equal(4, server.Receive()!.Length);
        client.Send("held"u8);
        client.Set(TcpOption.Cork, 0);
        pair.Advance(10);
        Assert.Equal(4, server.Receive()!.Length);
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-25")]
    [Requirement("RFC 9293", "MUST-28")]
    public void Keep_alive_finds_a_dead_peer()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        Assert.Equal(SocketError.Success, client.Set(SocketOption.KeepAlive, 1));
        client.Set(TcpOption.KeepIdle, 10);
        client.Set(TcpOption.KeepInterval, 2);
        client.Set(TcpOption.KeepCount, 3);
        pair.Advance(60_000);
        Assert.Equal(TcpState.Established, client.State);
        Assert.InRange(pair.A.Count("keep-alive probes sent"), 4, 7);
        pair.Wire.Unplug();
        pair.Advance(25_000);
        Assert.Equal(TcpState.Closed, client.State);
        Assert.Equal(SocketError.TimedOut, client.Error);
        pair.Wire.Plug();
        server.Close();
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-20")]
    [Requirement("RFC 9293", "MUST-21")]
    public void Data_that_nobody_acknowledges_end_the_connection()
    {
        using var pair = new TcpPair();
        var (client, _) = pair.Connect();
        pair.Wire.Configure(0, Deaf);
        client.Send("lost"u8);
        pair.Advance(100_000);
        Assert.Equal(TcpState.Established, client.State);
        pair.Advance(900_000);
        Assert.Equal(SocketError.TimedOut, client.Error);
        var (second, _) = Lossless(pair).Connect();
        second.Set(TcpOption.UserTimeout, 3000);
        pair.Wire.Configure(0, Deaf);
        second.Send("lost"u8);
        pair.Advance(8000);
        Assert.Equal(SocketError.TimedOut, second.Error);
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-23")]
    public void A_syn_that_nobody_answers_is_sent_for_three_minutes()
    {
        using var pair = new TcpPair();
        pair.Connect();
        pair.Wire.Configure(0, Deaf);
        var client = pair.A.Open();
        client.Connect(pair.B.Address, 99);
        pair.Advance(180_000);
        Assert.Equal(TcpState.SynSent, client.State);
        pair.Advance(90_000);
        Assert.Equal(SocketError.TimedOut, client.Error);
    }

    [Fact]
    public void A_connect_to_a_neighbour_who_is_not_there_ends_soon()
    {
        using var pair = new TcpPair();
        var client = pair.A.Open();
        client.Connect(new IPv4Address(10, 0, 0, 99), 80);
        pair.Advance(10_000);
        Assert.Equal(SocketError.HostUnreachable, client.Error);
        client.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void A_burst_of_connections_is_accepted_whole()
    {
        using var pair = new TcpPair(isDebug: false);
        var listener = pair.B.Listen(80, backlog: 4096);
        var clients = new List<TcpUser>();
        for (int i = 0; i < 4000; i++)
        {
            var client = pair.A.Open();
            Assert.Equal(SocketError.InProgress, client.Connect(pair.B.Address, 80));
            clients.Add(client);
        }

        pair.Advance(3000);
        int accepted = 0;
        while (listener.Accept() is not null)
            accepted++;
        Assert.Equal(4000, accepted);
        Assert.All(clients, c => Assert.Equal(TcpState.Established, c.State));
    }

    [Fact]
    public void Super_packets_carry_a_transfer()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, 2_000_000);
        pair.Advance(100);
        Assert.True(pair.A.Count("super-packets sent") > 10);
        Assert.Equal(0, pair.A.Count("segments retransmitted"));
        var information = client.Information;
        Assert.Equal(1448, information.SendMaximumSegment);
        Assert.Equal(2_000_000, information.OctetsAcknowledged);
        Assert.InRange(information.RoundTripTime, 10_000, 60_000);
    }

    private static TcpPair Lossless(TcpPair pair)
    {
        pair.Wire.Configure(0, Short);
        return pair;
    }
}
