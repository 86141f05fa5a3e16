using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Ethernet;
using Xunit;

namespace Hokku.Tests.Protocols.Link;

public sealed class LinkTests : IDisposable
{
    private const ushort Experimental = 0x88B5;
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_capture_sees_both_directions_and_drops_with_their_reason()
    {
        var socket = _bench.Open(SocketType.Dgram, family: NetFamily.Link);
        Assert.Equal(SocketError.Success, Capture(socket, DriverCommand.StartCapture, Bench.Device));
        Assert.Equal(SocketError.AlreadyInProgress, Capture(socket, DriverCommand.StartCapture, Bench.Device));
        _bench.Inject(Packets.Echo(Bench.Theirs, Bench.Ours));
        _bench.Inject(Packets.Datagram(Bench.Theirs, 1, Bench.Ours, 7, [1]));
        _bench.TakeSent();
        var seen = ReadAll(socket);
        Assert.Contains(seen, static packet => packet.Information is { Event: 0, HasFrameHeader: 1 } && packet.Octets.Length == 14 + 84);
        Assert.Contains(seen, static packet => packet.Information is { Event: 1, HasFrameHeader: 1 } && packet.Octets.Length == 14 + 84);
        var dropped = Assert.Single(seen, static packet => packet.Information.Event == 2);
        Assert.Equal((byte)DropReason.PortUnreachable, dropped.Information.DropReason);
        Assert.Equal(0, dropped.Information.HasFrameHeader);
        Assert.Equal(Packets.Datagram(Bench.Theirs, 1, Bench.Ours, 7, [1]), dropped.Octets);
        Assert.All(seen, packet => Assert.InRange(packet.Information.Timestamp, 1_893_456_000_000_000, 1_893_456_060_000_000));

        Assert.Equal(SocketError.Success, Capture(socket, DriverCommand.StopCapture, ""));
        _bench.Inject(Packets.Echo(Bench.Theirs, Bench.Ours));
        Assert.Empty(ReadAll(socket));
    }

    [Fact]
    public void A_capture_that_nobody_reads_is_bounded_and_says_what_it_lost()
    {
        var socket = _bench.Open(SocketType.Dgram, family: NetFamily.Link);
        _bench.Set(socket, SocketOption.ReceiveBuffer, 4096);
        Assert.Equal(SocketError.Success, Capture(socket, DriverCommand.StartCapture, ""));
        for (int i = 0; i < 100; i++)
            _bench.Inject(Packets.Echo(Bench.Theirs, Bench.Ours));
        Assert.InRange(ReadAll(socket).Count, 10, 60);
        _bench.Inject(Packets.Echo(Bench.Theirs, Bench.Ours));
        Assert.True(ReadAll(socket)[0].Information.Lost > 100);
        Assert.True(_bench.Count("link", "captured packets lost") > 100);
        _bench.Inside(socket.Close);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _bench.Stack.Buffers.Statistics.BuffersInUse);
    }

    [Fact]
    public void An_unknown_device_cannot_be_captured() => Assert.Equal(
        SocketError.AddressNotAvailable, Capture(_bench.Open(SocketType.Dgram, family: NetFamily.Link), DriverCommand.StartCapture, "nowhere"));

    [Fact]
    public void Frames_of_a_type_of_one_s_own_come_and_go()
    {
        var socket = _bench.Open(SocketType.Dgram, family: NetFamily.Link);
        int device = _bench.Inside(() => _bench.Stack.Devices.First(candidate => candidate.Name == Bench.Device).Index);
        Assert.Equal(SocketError.AddressAlreadyInUse, _bench.Inside(() => socket.Bind(new LinkAddress([], EtherType.IPv4, device))));
        Assert.Equal(SocketError.Success, _bench.Inside(() => socket.Bind(new LinkAddress([], Experimental, device))));
        _bench.InjectFrame(Experimental, [1, 2, 3]);
        Assert.Equal(SocketError.Success, _bench.Receive(socket, out var payload, out var from));
        Assert.Equal([1, 2, 3], payload);
        Assert.Equal(Bench.TheirLink, new LinkAddress(from).Ethernet);
        Assert.Equal(SocketError.Success, _bench.Send(socket, [4, 5], new LinkAddress(Bench.TheirLink)));
        _bench.TakeSent();
        var (type, octets) = Assert.Single(_bench.OtherFrames);
        Assert.Equal(Experimental, type);
        Assert.Equal([4, 5], octets[..2]);
        _bench.Inside(socket.Close);
        _bench.InjectFrame(Experimental, [1, 2, 3]);
    }

    private SocketError Capture(ISocketCalls socket, DriverCommand command, string name)
    {
        var request = new InterfaceRequest { Name = name };
        return _bench.Inside(() => socket.Control(command, MemoryMarshal.AsBytes(new Span<InterfaceRequest>(ref request)), out _));
    }

    private List<(CaptureInformation Information, byte[] Octets)> ReadAll(ISocketCalls socket)
    {
        List<(CaptureInformation, byte[])> packets = [];
        CaptureInformation information = default;
        while (_bench.Receive(socket, out var octets, out _, Look) == SocketError.Success)
            packets.Add((information, octets));
        return packets;

        void Look(NetBuffer buffer)
        {
            Assert.True(buffer.Ancillary.TryFind((int)SocketLevel.Packet, CaptureInformation.AncillaryType, out var octets));
            information = MemoryMarshal.Read<CaptureInformation>(octets);
        }
    }
}
