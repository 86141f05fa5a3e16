using System.Net.Sockets;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class TransferTests
{
    [Fact]
    public void A_connection_opens_transfers_both_ways_and_closes()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        Assert.Equal(TcpState.Established, client.State);
        pair.Transfer(client, server, 300_000);
        pair.Transfer(server, client, 300_000);
        client.Close();
        pair.Advance(20);
        Assert.Equal(TcpState.CloseWait, server.State);
        Assert.Null(server.Receive());
        server.Close();
        pair.Advance(20);
        Assert.Equal(1, pair.A.Tcp.TimeWait.Count);
        Assert.Equal(0, pair.B.Stack.GetUsage().Sockets);
        pair.AssertSettled();
    }

    [Fact]
    public void A_host_talks_to_itself()
    {
        using var pair = new TcpPair();
        var listener = pair.A.Listen(80);
        foreach (var address in (IPv4Address[])[IPv4Address.Loopback, pair.A.Address])
        {
            var client = pair.A.Open();
            Assert.Equal(SocketError.InProgress, client.Connect(address, 80));
            var server = listener.Accept();
            Assert.NotNull(server);
            pair.Transfer(client, server, 1_000_000);
            client.Close();
            server.Close();
        }

        listener.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void Halves_close_one_by_one()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        Assert.Equal(SocketError.Success, client.Shutdown(SocketShutdown.Send));
        pair.Advance(20);
        Assert.Null(server.Receive());
        Assert.Equal(TcpState.FinWait2, client.State);
        pair.Transfer(server, client, 100_000);
        server.Close();
        pair.Advance(20);
        Assert.Null(client.Receive());
        Assert.Equal(TcpState.TimeWait, client.State);
        client.Close();
        pair.AssertSettled();
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.05, 2)]
    [InlineData(0.2, 3)]
    [InlineData(0.2, 134)]
    public void Losses_are_repaired(double loss, ulong seed)
    {
        var settings = new WireSettings { Latency = TimeSpan.FromMilliseconds(10), Loss = loss, Reordering = 0.01, Duplication = 0.01 };
        using var pair = new TcpPair(settings, seed: seed);
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, 500_000, seconds: 3000);
        pair.Transfer(server, client, 500_000, seconds: 3000);
        client.Close();
        server.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void A_closed_port_refuses()
    {
        using var pair = new TcpPair();
        var client = pair.A.Open();
        Assert.Equal(SocketError.InProgress, client.Connect(pair.B.Address, 81));
        pair.Advance(50);
        Assert.Equal(SocketError.ConnectionRefused, client.Error);
        Assert.True(client.Poll.HasFlag(SocketEvents.HangUp));
        client.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void Unread_data_make_a_close_a_reset()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Send("unread"u8);
        pair.Advance(20);
        server.Close();
        pair.Advance(20);
        Assert.Equal(SocketError.ConnectionReset, client.Error);
        client.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void A_connection_survives_the_change_of_its_route_to_another_interface()
    {
        using var pair = new TcpPair();
        pair.AddSecondWire();
        var (client, server) = pair.Connect();
        pair.Transfer(client, server, 100_000);
        pair.A.AddRoute(pair.B.Address, new IPv4Address(10, 0, 1, 2));
        pair.B.AddRoute(pair.A.Address, new IPv4Address(10, 0, 1, 1));
        pair.Wire.Unplug();
        long before = pair.SecondWire.StatisticsFrom(0).Sent;
        pair.Transfer(client, server, 100_000, seconds: 20);
        pair.Transfer(server, client, 100_000, seconds: 20);
        Assert.True(pair.SecondWire.StatisticsFrom(0).Sent > before + 50);
    }
}
