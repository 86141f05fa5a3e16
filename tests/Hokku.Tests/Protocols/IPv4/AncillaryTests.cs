using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.IPv4;

public sealed class AncillaryTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_socket_is_told_what_it_asked_for()
    {
        var socket = _bench.Bound(5000);
        foreach (var option in new[]
        {
            IPOption.PacketInformation, IPOption.ReceiveTimeToLive, IPOption.ReceiveTypeOfService, IPOption.ReceiveDestinationAddress,
        })
            Assert.Equal(SocketError.Success, _bench.Set(socket, option, 1));
        _bench.Set(socket, SocketOption.Timestamp, 1);
        _bench.Inject(Packets.IPv4(
            new() { Source = Bench.Theirs, Destination = Bench.Ours, Protocol = 17, TimeToLive = 33, TypeOfService = 8 },
            Packets.Udp(Bench.Theirs, 1, Bench.Ours, 5000, [1])));
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out _, out _, Look));

        static void Look(NetBuffer buffer)
        {
            var information = Find<PacketInformation>(buffer, SocketLevel.IP, (int)IPOption.PacketInformation);
            Assert.Equal((Bench.Ours, true), (information.Destination.IPv4, information.InterfaceIndex > 0));
            Assert.Equal(33, Find<int>(buffer, SocketLevel.IP, (int)IPOption.TimeToLive));
            Assert.Equal(8, Find<int>(buffer, SocketLevel.IP, (int)IPOption.TypeOfService));
            Assert.Equal(Bench.Ours, Find<NetAddress>(buffer, SocketLevel.IP, (int)IPOption.ReceiveDestinationAddress).IPv4);
            Assert.InRange(Find<long>(buffer, SocketLevel.Socket, (int)SocketOption.Timestamp), 1_893_456_000_000_000, 1_893_456_060_000_000);
        }
    }

    [Fact]
    public void A_socket_that_asked_for_nothing_is_told_nothing()
    {
        var socket = _bench.Bound(5000);
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Bench.Ours, 5000, [1]));
        _bench.Receive(socket, out _, out _, static buffer => Assert.False(buffer.HasAncillary));
    }

    private static T Find<T>(NetBuffer buffer, SocketLevel level, int type)
        where T : unmanaged
    {
        Assert.True(buffer.Ancillary.TryFind((int)level, type, out var octets), $"{level} {type} is missing.");
        return MemoryMarshal.Read<T>(octets);
    }
}
