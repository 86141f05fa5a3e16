using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Xunit;

namespace Hokku.Tests.Network;

/// <summary>Datagrams and the host's state, over whatever door.</summary>
public abstract class DatagramContract : DoorContract
{
    [Fact]
    public async Task A_datagram_tells_where_it_came_from()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        Assert.Equal(4, a.SendTo("ping"u8, At(TwoHosts.AddressB, 5001)));
        var buffer = new byte[100];
        var result = await b.ReceiveFromAsync(buffer).AsTask().WaitAsync(Patience);
        Assert.Equal(4, result.ReceivedBytes);
        Assert.Equal(At(TwoHosts.AddressA, 5000), result.RemoteEndPoint);
        await b.SendToAsync("pong!"u8.ToArray(), result.RemoteEndPoint);
        EndPoint from = At(IPAddress.Any, 0);
        a.ReceiveTimeout = 20_000;
        Assert.Equal(5, a.ReceiveFrom(buffer, ref from));
        Assert.Equal(At(TwoHosts.AddressB, 5001), from);
    }

    [Fact]
    public async Task Datagrams_of_all_sizes_keep_their_bounds()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        var buffer = new byte[70_000];
        foreach (int size in new[] { 0, 1, 1472, 1473, 8000, 60_000 })
        {
            var octets = Pattern(size);
            for (int i = 0; i < 3; i++)
            {
                await a.SendToAsync(octets, At(TwoHosts.AddressB, 5001));
                int received = await b.ReceiveAsync(buffer).AsTask().WaitAsync(Patience);
                Assert.True(octets.AsSpan().SequenceEqual(buffer.AsSpan(0, received)));
            }
        }
    }

    [Fact]
    public async Task Datagrams_go_and_come_in_batches_that_can_be_sent_back_as_they_are()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        var batch = new DatagramBatch(capacity: 16, room: 600);
        for (int i = 0; i < 10; i++)
            Assert.True(batch.TryAdd(Pattern(50 * (i + 1)), At(TwoHosts.AddressB, 5001)));
        Assert.Equal(10, a.Send(batch));
        var echo = new DatagramBatch(capacity: 4, room: 600);
        for (int echoed = 0; echoed < 10;)
        {
            echoed += await b.ReceiveAsync(echo).AsTask().WaitAsync(Patience);
            Assert.Equal(At(TwoHosts.AddressA, 5000), echo.RemoteEndPoint(0));
            Assert.Equal(echo.Count, b.Send(echo));
        }

        a.ReceiveTimeout = 20_000;
        for (int back = 0; back < 10;)
        {
            a.Receive(batch);
            for (int i = 0; i < batch.Count; i++)
                Assert.True(batch[i].SequenceEqual(Pattern(50 * ++back)));
        }
    }

    [Fact]
    public async Task A_datagram_that_is_longer_than_the_room_is_cut_and_says_so()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        a.Connect(At(TwoHosts.AddressB, 5001));
        a.Send("0123456789"u8);
        a.Send("0123456789"u8);
        a.Send("next"u8);
        var message = await b.ReceiveMessageFromAsync(new byte[4]).AsTask().WaitAsync(Patience);
        Assert.Equal((4, SocketFlags.Truncated), (message.ReceivedBytes, message.SocketFlags));
        b.ReceiveTimeout = 20_000;
        Assert.Equal(10, b.Receive(new byte[4], HokkuSocketFlags.RealLength));
        Assert.Equal(4, b.Receive(new byte[10], SocketFlags.Peek));
        Assert.Equal(4, b.Receive(new byte[10]));
    }

    [Fact]
    public async Task Packet_information_tells_where_a_datagram_was_sent_to()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        b.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
        a.SendTo("x"u8, At(TwoHosts.AddressB, 5001));
        var message = await b.ReceiveMessageFromAsync(new byte[4]).AsTask().WaitAsync(Patience);
        Assert.Equal(TwoHosts.AddressB, message.Destination);
        Assert.NotEqual(0, message.InterfaceIndex);
    }

    [Fact]
    public async Task A_socket_address_is_overwritten_with_the_source()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        a.SendTo("x"u8, SocketFlags.None, At(TwoHosts.AddressB, 5001).Serialize());
        var source = At(IPAddress.Any, 0).Serialize();
        await b.ReceiveFromAsync(new byte[4], SocketFlags.None, source).AsTask().WaitAsync(Patience);
        Assert.Equal(At(TwoHosts.AddressA, 5000), At(IPAddress.Any, 0).Create(source));
    }

    [Fact]
    public async Task Nobody_at_the_port_is_told_to_the_sender()
    {
        using var a = Bound(A, 5000);
        a.Connect(At(TwoHosts.AddressB, 9));
        a.Send("x"u8);
        Assert.Equal(SocketError.ConnectionRefused, await ErrorOf(() => a.ReceiveAsync(new byte[4]).AsTask().WaitAsync(Patience)));
    }

    [Fact]
    public void What_cannot_be_sent_is_told_at_once()
    {
        using var a = Bound(A, 5000);
        Assert.Equal(SocketError.MessageSize, ErrorOf(() => a.SendTo(new byte[65508], At(TwoHosts.AddressB, 9))));
        Assert.Equal(SocketError.NetworkUnreachable, ErrorOf(() => a.SendTo("x"u8, At(IPAddress.Parse("192.0.2.1"), 9))));
        Assert.Equal(SocketError.AccessDenied, ErrorOf(() => a.SendTo("x"u8, At(IPAddress.Parse("10.1.0.255"), 9))));
        Assert.Equal(SocketError.DestinationAddressRequired, ErrorOf(() => a.Send("x"u8)));
    }

    [Fact]
    public async Task A_broadcast_reaches_the_neighbour_and_says_what_it_was()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        a.EnableBroadcast = true;
        a.SendTo("x"u8, At(IPAddress.Parse("10.1.0.255"), 5001));
        var message = await b.ReceiveMessageFromAsync(new byte[4]).AsTask().WaitAsync(Patience);
        Assert.Equal(SocketFlags.Broadcast, message.SocketFlags);
    }

    [Fact]
    public async Task A_burst_keeps_its_order()
    {
        using var a = Bound(A, 5000);
        using var b = Bound(B, 5001);
        var octets = new byte[4];
        for (int round = 0; round < 50; round++)
        {
            for (int i = 0; i < 20; i++)
            {
                BitConverter.TryWriteBytes(octets, (round * 20) + i);
                a.SendTo(octets, At(TwoHosts.AddressB, 5001));
            }

            for (int i = 0; i < 20; i++)
            {
                Assert.Equal(4, await b.ReceiveAsync(octets).AsTask().WaitAsync(Patience));
                Assert.Equal((round * 20) + i, BitConverter.ToInt32(octets));
            }
        }
    }

    [Fact]
    public void The_host_tells_and_changes_its_state()
    {
        Assert.Equal(["/dev/net/wire/w/0", "loop"], A.Roster.Interfaces().Select(entry => entry.Name).Order());
        Assert.Contains(A.Roster.Routes(), route => route.Destination.ToString() == "10.1.0.0/24");
        A.Roster.AddAddress("loop", IPAddress.Parse("127.0.0.9"), 8);
        using var bound = A.CreateSocket(SocketType.Dgram);
        bound.Bind(At(IPAddress.Parse("127.0.0.9"), 5000));
        Assert.Contains(A.Roster.Sockets(), socket => socket.LocalEndPoint is { Port: 5000 });
        Assert.True(A.Roster.Modules().Count > 5);
        Assert.NotEmpty(A.Roster.Counters());
        Assert.Throws<RosterException>(() => A.Roster.AddAddress("/dev/net/none", TwoHosts.AddressA, 24));
    }

    [Fact]
    public void Sockets_that_no_module_serves_are_refused()
    {
        Assert.Equal(SocketError.AddressFamilyNotSupported, ErrorOf(() => new HokkuSocket(A.Driver, AddressFamily.InterNetworkV6, SocketType.Stream).Dispose()));
        Assert.NotEqual(SocketError.Success, ErrorOf(() => A.CreateSocket(SocketType.Dgram, (ProtocolType)222).Dispose()));
    }

    private static HokkuSocket Bound(NetworkHost host, int port)
    {
        var socket = host.CreateSocket(SocketType.Dgram);
        socket.Bind(At(IPAddress.Any, port));
        return socket;
    }
}
