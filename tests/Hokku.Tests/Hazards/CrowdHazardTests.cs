using System.Net.Sockets;
using Hokku.Devices.VirtualWire;
using Hokku.Testing;
using Hokku.Tests.Protocols.Tcp;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>What brought other stacks down by sheer number: of connections, of small writes, of holes.</summary>
public sealed class CrowdHazardTests : TcpScriptTests
{
    private static readonly WireSettings Short = new() { Latency = TimeSpan.FromMilliseconds(1) };

    private static bool IsLong => Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1";

    [Fact]
    public void SYN_SYN_ACK_RST_a_thousand_times_does_not_break_later_connections()
    {
        var script = Listening();
        for (int i = 1; i <= 1000; i++)
            script.Another(i).Inject("S 0:0(0) win 65535 <mss 1460>").IgnoreSent().Inject("R 1:1(0)").IgnoreSent();
        script.Handshake().Accept().ExpectState("established").ExpectSockets(2);
    }

    [Fact]
    public void Listener_backlog_takes_ten_thousand_connects_in_one_burst()
    {
        const int Crowd = 10_000;
        using var pair = new TcpPair(Short, isDebug: false);
        var listener = pair.B.Listen(80, Crowd);
        var clients = new List<TcpUser>(Crowd);
        for (int i = 0; i < Crowd; i++)
        {
            var client = pair.A.Open();
            Assert.Equal(SocketError.InProgress, client.Connect(pair.B.Address, 80));
            clients.Add(client);
        }

        var servers = new List<TcpUser>(Crowd);
        for (int i = 0; i < 3000 && servers.Count < Crowd; i++)
        {
            pair.Advance(10);
            while (listener.Accept() is { } server)
                servers.Add(server);
        }

        Assert.Equal(Crowd, servers.Count);
        foreach (var user in clients.Concat(servers))
            user.Close();
        listener.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void Leaks_after_65535_connects_there_are_none()
    {
        int connects = IsLong ? 200_000 : 3000;
        using var pair = new TcpPair(Short, isDebug: false);
        var listener = pair.B.Listen(80);
        for (int i = 0; i < connects; i++)
        {
            var client = pair.A.Open();
            Assert.Equal(SocketError.InProgress, client.Connect(pair.B.Address, 80));
            TcpUser? server = null;
            for (int tries = 0; server is null && tries < 100; tries++)
            {
                pair.Advance(3);
                server = listener.Accept();
            }

            Assert.True(server is not null, $"Connection {i} was not accepted.");
            ((i % 2 == 0) ? client : server).Close();
            pair.Advance(4);
            ((i % 2 == 0) ? server : client).Close();
            pair.Advance(4);
            Assert.InRange(pair.A.Stack.GetUsage().Sockets, 0, 3);
        }

        listener.Close();
        pair.AssertSettled();
        if (!IsLong)
            Console.WriteLine($"LEFT TO --long: {200_000 - connects} of 200000 connections one after the other");
    }

    [Fact]
    public void Retransmission_hang_with_many_small_writes_there_is_none()
    {
        int octets = IsLong ? 128 << 20 : 512 << 10;
        using var pair = new TcpPair(Short with { Loss = 0.01 }, isDebug: false);
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, octets, write: 12, seconds: octets / 10_000);
        client.Close();
        server.Close();
        pair.AssertSettled();
        if (!IsLong)
            Console.WriteLine($"LEFT TO --long: {128 - (octets >> 20)} of 128 MiB in writes of 12 octets");
    }

    [Fact]
    public void Close_deadlocks_of_the_whole_stack_with_a_thousand_connects_and_sends_pending_there_are_none()
    {
        using var pair = new TcpPair(Short);
        var listener = pair.B.Listen(80, 1000);
        var connected = Enumerable.Range(0, 500).Select(_ => Dial(pair)).ToList();
        pair.Advance(50);
        pair.Wire.Configure(0, Short with { Loss = 1 });
        foreach (var user in connected)
            user.Send(new byte[4000]);
        for (int i = 0; i < 500; i++)
            Dial(pair);
        pair.Advance(10);
        pair.A.Stack.Dispose();
        pair.Time.Advance(TimeSpan.FromMinutes(1));
        pair.A.Stack.Buffers.AssertBalanced();
        listener.Close();
    }

    [Fact]
    public void SACK_slowness_storms_of_holes_of_eight_octets_are_survived()
    {
        var script = Established(new() { Options = "mss 1460,sackOK,nop,wscale 8" }).Write(60_000).IgnoreSent();
        script.Inject(". 1:1(0) ack 1 win 60000").IgnoreSent();
        for (uint i = 0; i < 5000; i++)
        {
            uint at = 9 + (i * 16 % 14_000);
            script.Inject($". 1:1(0) ack 1 win 60000 <nop,nop,sack {at}:{at + 8} {at + 32}:{at + 40} {at + 64}:{at + 72} {at + 96}:{at + 104}>").IgnoreSent();
        }

        Assert.InRange(script.BuffersInUse, 0, 200);
        script.ExpectState("established").Abort().IgnoreSent();
    }

    [Theory]
    [InlineData("F. 1:1(0) ack 1", "F. 1:1(0) ack 1")]
    [InlineData("F. 1:1(0) ack 1", "F. 1:1(0) ack 2")]
    [InlineData("F. 1:1(0) ack 1", "R. 2:2(0) ack 2")]
    [InlineData("F. 1:1(0) ack 2", "R 2:2(0)")]
    [InlineData("R 1:1(0)", "F. 1:1(0) ack 1")]
    [InlineData(". 1:1(0) ack 2", "R 1:1(0)")]
    [InlineData(". 1:1(0) ack 2", "F. 1:1(0) ack 2")]
    public void Leaks_on_simultaneous_close_or_reset_there_are_none(string first, string second)
    {
        // Disposing the script holds it to its balance.
        Established().Close().Expect("F. 1:1(0) ack 1").Inject(first).IgnoreSent().Inject(second).IgnoreSent().Advance(TimeSpan.FromMinutes(20)).IgnoreSent().ExpectSockets(1);
    }

    private static TcpUser Dial(TcpPair pair)
    {
        var user = pair.A.Open();
        Assert.Equal(SocketError.InProgress, user.Connect(pair.B.Address, 80));
        return user;
    }
}
