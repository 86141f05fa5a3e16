using System.Net.Sockets;
using Hokku.Testing;
using Hokku.Tests.Protocols.Tcp;
using Hokku.Wire.Addresses;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>What Haiku's own TCP and its stack suffered from, a test for each ticket.</summary>
public sealed class HaikuTests : TcpScriptTests
{
    [Fact]
    public void Ticket_19575_a_lost_syn_is_retransmitted() => Connecting()
        .Expect("S 0:0(0)")
        .ExpectAfter(1000, "S 0:0(0)")
        .Inject("S. 0:0(0) ack 1 win 65535 <mss 1460>")
        .Expect(". 1:1(0) ack 1");

    [Fact]
    public void Ticket_18327_the_fin_is_sent_behind_text_that_waited_for_the_window() => Established(new() { Window = 1000 })
        .Write(1500)
        .Expect(". 1:1001(1000)")
        .Close()
        .ExpectNothing()
        .Inject(". 1:1(0) ack 1001 win 0")
        .Inject(". 1:1(0) ack 1001 win 500")
        .Expect("FP. 1001:1501(500)")
        .ExpectAfter(201, "FP. 1001:1501(500)", tolerance: 250)
        .Inject("F. 1:1(0) ack 1502")
        .Expect(". 1502:1502(0) ack 2");

    [Fact]
    public void Ticket_18337_the_advertised_window_does_not_overflow_with_scaling()
    {
        var script = Established(new() { Options = "mss 1460,nop,wscale 7", ReceiveBuffer = 32 << 20 });
        uint next = 1;
        for (int i = 0; i < 200; i++, next += 1460)
            script.Inject($". {next}:{next + 1460}(1460) ack 1").ForEachSent(s => Assert.InRange(s.Window, 30_000, 65_535)).Read(1460).IgnoreSent();
        script.Advance(100).IgnoreSent();
    }

    [Fact]
    public void Ticket_15952_time_wait_is_kept_on_loopback_and_nothing_crashes()
    {
        using var pair = new TcpPair();
        var listener = pair.A.Listen(80);
        for (int i = 0; i < 20; i++)
        {
            var client = pair.A.Open();
            client.Connect(IPv4Address.Loopback, 80);
            TcpUser? server = null;
            pair.Until(() => (server ??= listener.Accept()) is not null);
            client.Send([1, 2, 3]);
            pair.Advance(10);
            Assert.Equal(3, server!.Receive()!.Length);
            client.Close();
            server.Close();
            pair.Advance(10);
        }

        Assert.Equal(20, pair.A.Count("connections entered time-wait"));
        listener.Close();
        pair.AssertSettled();
    }

    [Fact]
    public void Ticket_13927_a_socket_cannot_be_used_again()
    {
        var script = Connecting().Expect("S 0:0(0)").Inject("R. 0:0(0) ack 1").ExpectError(SocketError.ConnectionRefused);
        script.Write(1, expected: SocketError.NotConnected).ReadFails(SocketError.NotConnected);
        script.Connect(SocketError.InProgress).Expect("S 0:0(0)").Abort().ExpectNothing(10_000);
    }

    [Fact]
    public void Ticket_13927_a_closed_connection_is_not_connected_again()
    {
        var script = Established().Inject("R. 1:1(0) ack 1").ExpectError(SocketError.ConnectionReset);
        script.Connect(SocketError.IsConnected);
    }

    [Fact]
    public void Ticket_7252_a_device_is_removed_while_connections_use_it()
    {
        using var pair = new TcpPair();
        var (client, server) = pair.Connect();
        client.Send(new byte[100_000]);
        pair.Advance(3);
        pair.A.RemoveInterface("/dev/net/wire/w/0");
        pair.Advance(1000);
        Assert.DoesNotContain(pair.A.Stack.Devices, d => d.Name == "/dev/net/wire/w/0");
        client.Close();
        server.Close();
        pair.AssertSettled();
    }
}
