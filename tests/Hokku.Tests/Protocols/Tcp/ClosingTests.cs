using System.Net.Sockets;
using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class ClosingTests
{
    [Fact]
    [Requirement("RFC 9293", "3.6")]
    public void Both_sides_close_at_once()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Shutdown(SocketShutdown.Both);
        server.Shutdown(SocketShutdown.Both);
        pair.Advance(6);
        Assert.Equal(TcpState.Closing, client.State);
        pair.Advance(20);
        Assert.Equal(TcpState.TimeWait, client.State);
        Assert.Equal(TcpState.TimeWait, server.State);
        client.Close();
        server.Close();
        pair.AssertSettled();
    }

    [Fact]
    [Requirement("RFC 9293", "3.5")]
    public void Both_sides_open_at_once()
    {
        using var pair = new TcpPair();
        var left = pair.A.Open();
        var right = pair.B.Open();
        left.Bind(pair.A.Address, 1000);
        right.Bind(pair.B.Address, 2000);

        // ARP first, so that the SYNs cross.
        pair.Connect().Client.Close();
        Assert.Equal(SocketError.InProgress, left.Connect(pair.B.Address, 2000));
        Assert.Equal(SocketError.InProgress, right.Connect(pair.A.Address, 1000));
        pair.Advance(6);
        Assert.Equal(TcpState.SynReceived, left.State);
        pair.Advance(3000);
        Assert.Equal(TcpState.Established, left.State);
        Assert.Equal(TcpState.Established, right.State);
        pair.Transfer(left, right, 100_000);
        pair.Transfer(right, left, 100_000);
    }

    [Fact]
    public void Linger_of_zero_resets()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Socket.Linger = TimeSpan.Zero;
        client.Close();
        pair.Advance(20);
        Assert.Equal(SocketError.ConnectionReset, server.Error);
        Assert.Equal(1, pair.A.Count("resets sent"));
        server.Close();
        pair.AssertSettled();
    }

    [Fact]
    [Requirement("RFC 9293", "MUST-13")]
    public void Time_wait_lasts_two_lifetimes()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Close();
        pair.Advance(20);
        server.Close();
        pair.Advance(20);
        var tcp = pair.A.Tcp;
        Assert.Equal(1, tcp.TimeWait.Count);
        pair.Advance(59_900);
        Assert.Equal(1, tcp.TimeWait.Count);
        pair.Advance(200);
        Assert.Equal(0, tcp.TimeWait.Count);
        pair.AssertSettled();
    }

    [Fact]
    public void A_listener_that_closes_resets_what_was_not_accepted()
    {
        using var pair = new TcpPair();
        var listener = pair.B.Listen(80);
        var client = pair.A.Open();
        client.Connect(pair.B.Address, 80);
        pair.Advance(50);
        Assert.Equal(TcpState.Established, client.State);
        listener.Close();
        pair.Advance(50);
        Assert.Equal(SocketError.ConnectionReset, client.Error);
        client.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void Fin_wait_2_does_not_last_for_ever_without_a_user()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Close();
        pair.Advance(20);
        Assert.Equal(1, pair.A.Stack.GetUsage().Sockets);
        pair.Advance(61_000);
        Assert.Equal(0, pair.A.Stack.GetUsage().Sockets);
        server.Close();
        pair.AssertSettled();
    }

    // Hazard A.2-8: FIN x FIN, FIN x RST and RST x RST, with each of the last packets lost.
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Leaks_on_simultaneous_close_or_reset(bool isLeftReset, bool isRightReset)
    {
        for (int delay = 0; delay <= 6; delay++)
        {
            for (int lost = -1; lost < 6; lost++)
            {
                using var pair = new TcpPair();
                var (client, server) = pair.Connect();
                long first = lost < 0 ? long.MaxValue : pair.Wire.StatisticsFrom(0).Sent + lost;
                pair.Wire.Configure(0, new WireSettings { Latency = TimeSpan.FromMilliseconds(5), Lose = (n, _) => n == first });
                client.Socket.Linger = isLeftReset ? TimeSpan.Zero : null;
                server.Socket.Linger = isRightReset ? TimeSpan.Zero : null;
                client.Send("some"u8);
                client.Close();
                pair.Advance(delay);
                server.Close();
                pair.AssertSettled();
            }
        }
    }

    // Hazard A.2-9: SYN, SYN-ACK, RST breaks later connections.
    [Fact]
    public void Syn_syn_ack_rst_a_thousand_times_then_a_connection()
    {
        using var pair = new TcpPair();
        var listener = pair.B.Listen(80, backlog: 4);
        for (int i = 0; i < 1000; i++)
        {
            var client = pair.A.Open();
            client.Connect(pair.B.Address, 80);
            pair.Advance(7);

            // The SYN-ACK finds nobody and is answered by a reset.
            client.Close();
            pair.Advance(10);
        }

        var (last, server) = pair.Connect(80, listener);
        pair.Transfer(last, server, 1000);
        last.Close();
        server.Close();
        listener.Close();
        pair.AssertSettled();
    }

    // Hazard A.2-8: 200,000 sequential connects to one endpoint.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_hundred_thousand_connections_to_one_endpoint(bool clientClosesFirst)
    {
        // Few ports, so that each is used again and again while its last connection is in TIME-WAIT.
        bool isLong = Environment.GetEnvironmentVariable("HOKKU_LONG") is not null;
        var settings = isLong ? new TcpSettings() : new TcpSettings { FirstEphemeralPort = 65_000 };
        int count = isLong ? 200_000 : 4000;
        using var pair = new TcpPair(new WireSettings { Latency = TimeSpan.FromMilliseconds(1) }, settings, isDebug: false);
        var listener = pair.B.Listen(80);
        for (int i = 0; i < count; i++)
        {
            var client = pair.A.Open();
            Assert.Equal(SocketError.InProgress, client.Connect(pair.B.Address, 80));
            TcpUser? server = null;
            pair.Until(() => (server ??= listener.Accept()) is not null, seconds: 5);
            (clientClosesFirst ? client : server!).Close();
            pair.Advance(2);
            (clientClosesFirst ? server! : client).Close();
            pair.Advance(1);
        }

        pair.Advance(10);
        Assert.Equal(0, pair.A.Stack.GetUsage().Sockets);
        Assert.Equal(1, pair.B.Stack.GetUsage().Sockets);
        listener.Close();
        pair.AssertSettled();
    }

    // Hazard A.2-17: the stack is disposed while everything is going on.
    [Fact]
    public void Dispose_with_a_thousand_connections_pending()
    {
        var pair = new TcpPair();
        var listener = pair.B.Listen(80, 1000);
        var clients = new List<TcpUser>();
        for (int i = 0; i < 1000; i++)
        {
            var client = pair.A.Open();
            client.Connect(pair.B.Address, 80);
            client.Send(new byte[3000]);
            clients.Add(client);
        }

        pair.Advance(16);
        pair.Dispose();
        Assert.Equal(SocketEvents.HangUp, clients[0].Socket.Poll() & SocketEvents.HangUp);
        Assert.NotNull(listener);
        foreach (var host in (TcpHost[])[pair.A, pair.B])
            host.Stack.Buffers.AssertBalanced();
    }
}
