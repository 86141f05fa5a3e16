using System.Net;
using System.Net.Sockets;
using System.Text;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Network;

/// <summary>Streams, over whatever door.</summary>
public abstract class StreamContract : DoorContract
{
    [Fact]
    public async Task Octets_go_both_ways()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            Assert.Equal(5, await client.SendAsync("hello"u8.ToArray()));
            var buffer = new byte[16];
            Assert.Equal(5, await server.ReceiveAsync(buffer).AsTask().WaitAsync(Patience));
            Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, 5));
            Assert.Equal(2, server.Send("ok"u8.ToArray()));
            client.ReceiveTimeout = 20_000;
            Assert.Equal(2, client.Receive(buffer));
            Assert.True(client.Connected);
        }
    }

    [Fact]
    public async Task A_congestion_control_is_chosen_by_name_and_a_wrong_name_is_told_the_right_ones()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            Assert.Equal("cubic", client.CongestionControl);
            client.CongestionControl = "bbr";
            Assert.Equal("bbr", client.CongestionControl);
            var error = Assert.Throws<ArgumentException>(() => client.CongestionControl = "vegas");
            Assert.Contains("newreno", error.Message, StringComparison.Ordinal);
            await client.SendAsync("still works"u8.ToArray());
            Assert.Equal(11, await server.ReceiveAsync(new byte[16]).AsTask().WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task Both_ends_know_both_addresses()
    {
        var (client, server) = await Connect(7001);
        using (client)
        using (server)
        {
            Assert.Equal(At(TwoHosts.AddressB, 7001), client.RemoteEndPoint);
            Assert.Equal(At(TwoHosts.AddressB, 7001), server.LocalEndPoint);
            Assert.Equal(client.LocalEndPoint, server.RemoteEndPoint);
        }
    }

    [Fact]
    public async Task Megabytes_go_both_ways_at_once_unharmed()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            byte[] there = Pattern(3_000_000), back = Pattern(2_500_001);
            async Task Send(HokkuSocket socket, byte[] octets)
            {
                await socket.SendAsync(octets);
                socket.Shutdown(SocketShutdown.Send);
            }

            var sends = new[] { Send(client, there), Send(server, back) };
            var reads = await Task.WhenAll(ReadAll(server), ReadAll(client));
            await Task.WhenAll(sends).WaitAsync(Patience);
            Assert.True(there.AsSpan().SequenceEqual(reads[0]));
            Assert.True(back.AsSpan().SequenceEqual(reads[1]));
        }
    }

    [Fact]
    public async Task Loopback_with_its_large_packets_never_waits_for_a_delayed_acknowledgment()
    {
        using var listener = A.Listen(7007);
        using var client = await A.ConnectAsync(At(IPAddress.Loopback, 7007));
        using var server = await listener.AcceptAsync().AsTask().WaitAsync(Patience);
        var octets = Pattern(16_000_000);
        var send = client.SendAsync(octets).AsTask();
        var received = new byte[octets.Length];
        Assert.Equal(octets.Length, await server.ReceiveAsync(received, HokkuSocketFlags.WaitAll).AsTask().WaitAsync(Patience));
        await send.WaitAsync(Patience);
        Assert.True(octets.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task A_stream_that_is_half_closed_still_carries_the_answer()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            await client.SendAsync("question"u8.ToArray());
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal("question"u8.ToArray(), await ReadAll(server));
            await server.SendAsync("answer"u8.ToArray());
            server.Shutdown(SocketShutdown.Send);
            Assert.Equal("answer"u8.ToArray(), await ReadAll(client));
            Assert.Equal(SocketError.Shutdown, ErrorOf(() => client.Send("more"u8)));
        }
    }

    [Fact]
    public async Task What_was_sent_before_close_arrives()
    {
        var (client, server) = await Connect();
        using (server)
        {
            var octets = Pattern(100_000);
            await client.SendAsync(octets);
            client.Dispose();
            Assert.Equal(octets, await ReadAll(server));
        }
    }

    [Fact]
    public async Task An_abort_resets_the_peer()
    {
        var (client, server) = await Connect();
        using (server)
        {
            client.Abort();
            Assert.Equal(SocketError.ConnectionReset, await ErrorOf(() => server.ReceiveAsync(new byte[1]).AsTask().WaitAsync(Patience)));
        }
    }

    [Fact]
    public async Task Closing_with_linger_zero_resets_the_peer()
    {
        var (client, server) = await Connect();
        using (server)
        {
            client.LingerState = new LingerOption(true, 0);
            client.Close();
            Assert.Equal(SocketError.ConnectionReset, await ErrorOf(() => server.ReceiveAsync(new byte[1]).AsTask().WaitAsync(Patience)));
        }
    }

    [Fact]
    public async Task A_port_without_a_listener_refuses()
    {
        Assert.Equal(SocketError.ConnectionRefused, await ErrorOf(() => A.ConnectAsync(At(TwoHosts.AddressB, 9)).AsTask().WaitAsync(Patience)));
        using var socket = A.CreateSocket(SocketType.Stream);
        Assert.Equal(SocketError.ConnectionRefused, ErrorOf(() => socket.Connect(At(TwoHosts.AddressB, 9))));
    }

    [Fact]
    public void A_stream_without_a_connection_carries_nothing()
    {
        using var socket = A.CreateSocket(SocketType.Stream);
        Assert.Equal(SocketError.NotConnected, ErrorOf(() => socket.Send("x"u8)));
        Assert.Equal(SocketError.NotConnected, ErrorOf(() => socket.Receive(new byte[1])));
        Assert.Null(socket.RemoteEndPoint);
    }

    [Fact]
    public void A_port_can_be_had_once()
    {
        using var first = A.Listen(7002);
        Assert.Equal(SocketError.AddressAlreadyInUse, ErrorOf(() => A.Listen(7002)));
        Assert.Equal(SocketError.AddressNotAvailable, ErrorOf(() => A.Listen(At(IPAddress.Parse("10.9.9.9"), 7003))));
    }

    [Fact]
    public async Task Cancellation_ends_a_wait_and_leaves_the_socket_usable()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            using var cancel = new CancellationTokenSource();
            var receive = server.ReceiveAsync(new byte[8], cancel.Token).AsTask();
            Assert.False(receive.IsCompleted);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receive.WaitAsync(Patience));
            await client.SendAsync("x"u8.ToArray());
            Assert.Equal(1, await server.ReceiveAsync(new byte[8]).AsTask().WaitAsync(Patience));
            using var listener = B.Listen(7004);
            using var cancelAccept = new CancellationTokenSource();
            var accept = listener.AcceptAsync(cancelAccept.Token).AsTask();
            await cancelAccept.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task Disposing_ends_what_waits()
    {
        var (client, server) = await Connect();
        using (client)
        {
            var first = server.ReceiveAsync(new byte[8]).AsTask();
            var second = server.ReceiveAsync(new byte[8]).AsTask();
            server.Dispose();
            Assert.Equal(SocketError.OperationAborted, await ErrorOf(() => first.WaitAsync(Patience)));
            Assert.Equal(SocketError.OperationAborted, await ErrorOf(() => second.WaitAsync(Patience)));
            Assert.Throws<ObjectDisposedException>(() => server.Receive(new byte[1]));
        }
    }

    [Fact]
    public async Task Synchronous_calls_wait_as_long_as_they_are_told()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            server.ReceiveTimeout = 20;
            Assert.Equal(SocketError.TimedOut, ErrorOf(() => server.Receive(new byte[1])));
            Assert.Equal(SocketError.WouldBlock, ErrorOf(() => server.Receive(new byte[1], HokkuSocketFlags.DoNotWait)));
            server.Blocking = false;
            Assert.Equal(SocketError.WouldBlock, ErrorOf(() => server.Receive(new byte[1])));
        }
    }

    [Fact]
    public async Task Peek_leaves_the_octets_and_wait_all_waits_for_all()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            await client.SendAsync("abc"u8.ToArray());
            var buffer = new byte[6];
            Assert.Equal(3, await server.ReceiveAsync(buffer, SocketFlags.Peek).AsTask().WaitAsync(Patience));
            Assert.Equal(3, server.Available);
            var all = server.ReceiveAsync(buffer, HokkuSocketFlags.WaitAll).AsTask();
            Assert.False(all.IsCompleted);
            await client.SendAsync("def"u8.ToArray());
            Assert.Equal(6, await all.WaitAsync(Patience));
            Assert.Equal("abcdef", Encoding.ASCII.GetString(buffer));
        }
    }

    [Fact]
    public async Task A_receive_without_room_waits_for_something_to_receive()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            var ready = server.ReceiveAsync(Memory<byte>.Empty).AsTask();
            Assert.False(ready.IsCompleted);
            await client.SendAsync("x"u8.ToArray());
            Assert.Equal(0, await ready.WaitAsync(Patience));
            Assert.Equal(1, server.Receive(new byte[4]));
        }
    }

    [Fact]
    public async Task A_peer_that_does_not_read_stops_the_sender_and_starts_it_again()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            var octets = Pattern(8_000_000);
            var send = client.SendAsync(octets).AsTask();
            Assert.NotSame(send, await Task.WhenAny(send, Task.Delay(200)));
            var read = ReadAll(server);
            Assert.Equal(octets.Length, await send.WaitAsync(Patience));
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(octets, await read);
        }
    }

    [Fact]
    public async Task Sends_that_wait_keep_their_order()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            var sends = Enumerable.Range(0, 20).Select(i => client.SendAsync(Enumerable.Repeat((byte)i, 200_000).ToArray()).AsTask()).ToArray();
            for (int i = 0; i < 20; i++)
            {
                var part = new byte[200_000];
                Assert.Equal(part.Length, await server.ReceiveAsync(part, HokkuSocketFlags.WaitAll).AsTask().WaitAsync(Patience));
                Assert.DoesNotContain(part, octet => octet != i);
            }

            await Task.WhenAll(sends).WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task Select_tells_which_sockets_are_ready()
    {
        var (client, server) = await Connect();
        using var listener = B.Listen(7005);
        using (client)
        using (server)
        {
            Assert.True(client.Poll(0, SelectMode.SelectWrite));
            Assert.False(server.Poll(1000, SelectMode.SelectRead));
            await client.SendAsync("x"u8.ToArray());
            List<HokkuSocket> read = [listener, server, client], write = [client];
            HokkuSocket.Select(read, write, null, 0 - 1);
            Assert.Equal([client], write);
            Assert.True(server.Poll(10_000_000, SelectMode.SelectRead));
            using var second = await A.ConnectAsync(At(TwoHosts.AddressB, 7005));
            Assert.True(listener.Poll(10_000_000, SelectMode.SelectRead));
            using var accepted = listener.Accept();
            Assert.Equal(second.LocalEndPoint, accepted.RemoteEndPoint);
        }
    }

    [Fact]
    public async Task Urgent_data_come_beside_the_stream()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            await client.SendAsync("ab"u8.ToArray());
            Assert.Equal(1, await client.SendAsync("!"u8.ToArray(), SocketFlags.OutOfBand));
            await client.SendAsync("cd"u8.ToArray());
            Assert.True(server.Poll(10_000_000, SelectMode.SelectError));
            var urgent = new byte[1];
            Assert.Equal(1, server.Receive(urgent, SocketFlags.OutOfBand));
            Assert.Equal((byte)'!', urgent[0]);
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal("abcd"u8.ToArray(), await ReadAll(server));
        }
    }

    [Fact]
    public async Task A_socket_that_does_not_block_connects_in_its_own_time()
    {
        using var listener = B.Listen(7006);
        using var client = A.CreateSocket(SocketType.Stream);
        client.Blocking = false;
        Assert.Equal(SocketError.InProgress, ErrorOf(() => client.Connect(At(TwoHosts.AddressB, 7006))));
        Assert.True(client.Poll(10_000_000, SelectMode.SelectWrite));
        Assert.Equal(0, client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        using var accepted = await listener.AcceptAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(1, client.Send("x"u8));
        Assert.Equal(1, accepted.Receive(new byte[2]));
    }

    [Fact]
    public async Task Options_are_kept()
    {
        var (client, server) = await Connect();
        using (client)
        using (server)
        {
            client.NoDelay = true;
            Assert.True(client.NoDelay);
            client.SendBufferSize = 65536;
            Assert.Equal(65536, client.SendBufferSize);
            client.Ttl = 17;
            Assert.Equal(17, client.Ttl);
            client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Assert.Equal(1, client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
            client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 33);
            Assert.Equal(33, client.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
            Assert.Equal(SocketError.ProtocolOption, ErrorOf(() => client.SetRawSocketOption(6, 9999, new byte[4])));
        }
    }
}
