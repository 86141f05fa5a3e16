using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Tests.Stack.Fakes;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

public sealed class DatalinkTests : IDisposable
{
    private readonly FakeStack _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_packet_without_a_valid_route_is_discarded_and_counted()
    {
        var netInterface = _stack.Up(FakeStack.Eth, "10.0.0.1");
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Send("99.0.0.1"));
        Assert.Equal(1, _stack.Stack.Drops[DropReason.NoRoute]);

        var route = _stack.Inside(() => _stack.Domain.Domain.Routes.Find(FakeStack.Address("10.0.0.9")))!;
        _stack.Route(DriverCommand.DeleteRoute, "10.0.0.0", "255.255.255.0");
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Inside(() => _stack.Domain.SendRouted(route, _stack.Packet("10.0.0.9"))));
        Assert.Equal(2, _stack.Stack.Drops[DropReason.NoRoute]);
        Assert.Equal(0, netInterface.Statistics.SendDrops.Total);
    }

    [Fact]
    public void A_rejected_route_answers_network_unreachable()
    {
        var netInterface = _stack.Up(FakeStack.Eth, "10.0.0.1");
        Assert.Equal(SocketError.Success, _stack.Route(DriverCommand.AddRoute, "10.0.0.128", "255.255.255.128", flags: RouteFlags.Reject));
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Send("10.0.0.200"));
        Assert.Equal(1, netInterface.Statistics.SendDrops[DropReason.RouteRejected]);
        Assert.Equal(SocketError.Success, _stack.Send("10.0.0.100"));
    }

    [Fact]
    public void What_is_for_our_own_address_comes_back_without_touching_the_device()
    {
        var netInterface = _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Send("10.0.0.1");
        var (index, _, flags) = Assert.Single(_stack.Domain.Received);
        Assert.Equal(netInterface.Index, index);
        Assert.True(flags.HasFlag(BufferFlags.TransportChecksumValid));
        Assert.Empty(_stack.Device().Sent);
    }

    [Fact]
    public void Every_loopback_address_is_ours()
    {
        _stack.Up("loop", "127.0.0.1", "255.0.0.0");
        _stack.Send("127.0.0.1");
        _stack.Send("127.5.5.5");
        Assert.Equal(2, _stack.Domain.Received.Count);
        Assert.Equal(AddressMatch.Local, Match("127.5.5.5"));
        _stack.Set(DriverCommand.SetInterfaceFlags, "loop");
        Assert.Equal(AddressMatch.None, Match("127.0.0.1"));
    }

    [Fact]
    public void Addresses_match_while_their_interface_is_up()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        Assert.Equal(AddressMatch.Local, Match("10.0.0.1"));
        Assert.Equal(AddressMatch.Broadcast, Match("10.0.0.255"));
        Assert.Equal(AddressMatch.Broadcast, Match("255.255.255.255"));
        Assert.Equal(AddressMatch.None, Match("10.0.0.2"));
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth);
        Assert.Equal(AddressMatch.None, Match("10.0.0.1"));
        Assert.Equal(AddressMatch.None, Match("10.0.0.255"));
    }

    [Fact]
    public void The_source_is_the_address_in_the_destinations_network()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.TryAdd(FakeStack.Eth, "10.0.1.1");
        _stack.Route(DriverCommand.AddRoute, "", "", gateway: "10.0.1.254");
        Assert.Equal("10.0.0.1", Source("10.0.0.7"));
        Assert.Equal("10.0.1.1", Source("10.0.1.7"));
        Assert.Equal("10.0.1.1", Source("99.0.0.1"));
        _stack.Interface(FakeStack.Eth).Addresses[1].IsConflicted = true;
        Assert.Equal("10.0.0.1", Source("10.0.1.7"));
    }

    [Fact]
    public void A_packet_larger_than_the_interfaces_mtu_is_refused()
    {
        var netInterface = _stack.Up(FakeStack.Eth, "10.0.0.1");
        Assert.Equal(SocketError.Success, _stack.Send("10.0.0.2", 1500));
        Assert.Equal(SocketError.MessageSize, _stack.Send("10.0.0.2", 1501));
        Assert.Equal(1, netInterface.Statistics.SendDrops[DropReason.TooBig]);
        Assert.Equal(1, netInterface.Statistics.SentPackets);
    }

    [Fact]
    public void An_interface_that_is_down_sends_nothing()
    {
        var netInterface = _stack.Up(FakeStack.Eth, "10.0.0.1");
        var route = _stack.Inside(() => _stack.Domain.Domain.Routes.Find(FakeStack.Address("10.0.0.9")))!;
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth);
        Assert.Equal(SocketError.NetworkUnreachable, _stack.Send("10.0.0.9"));
        Assert.Equal(SocketError.NetworkDown, _stack.Inside(() => _stack.Domain.SendRouted(route, _stack.Packet("10.0.0.9"))));
        Assert.Equal(1, netInterface.Statistics.SendDrops[DropReason.InterfaceDown]);
    }

    [Fact]
    public void A_device_is_flushed_when_the_stack_was_left()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = _stack.Device();
        _stack.Inside(() =>
        {
            _stack.Domain.Send(_stack.Packet("10.0.0.2"));
            _stack.Domain.Send(_stack.Packet("10.0.0.2"));
            Assert.DoesNotContain("flush", device.Calls);
        });
        Assert.Single(device.Calls, call => call == "flush");
    }

    [Theory]
    [InlineData(DeviceOffloads.None, true)]
    [InlineData(DeviceOffloads.SendChecksum, false)]
    public void A_super_packet_is_cut_for_a_device_that_cannot(DeviceOffloads offloads, bool filled)
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = _stack.Device();
        device.Can(offloads);
        var result = _stack.Inside(() =>
        {
            _stack.Stack.RegisterOffload(NetFamily.Internet, -1, new FakeOffload(4));
            _stack.Stack.RegisterOffload(NetFamily.Internet, 99, new FakeOffload(2));
            return _stack.Domain.Send(SuperPacket(payload: 2500, segment: 1000));
        });

        Assert.Equal(SocketError.Success, result);
        Assert.Equal([1006, 1006, 506], device.Sent.Select(frame => frame.Length));
        Assert.Equal([0, 1, 2], device.Sent.Select(frame => (int)frame[3]));
        Assert.Equal([0, 1, 2], device.Sent.Select(frame => (int)frame[4]));
        Assert.Equal(filled ? 0xCC : 0, device.Sent[0][5]);
        Assert.Equal(Enumerable.Range(0, 2500).Select(i => (byte)i), device.Sent.SelectMany(frame => frame[6..]));
    }

    [Fact]
    public void A_super_packet_goes_whole_to_a_device_that_can()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Device().Can(DeviceOffloads.TcpSegmentation4 | DeviceOffloads.SendChecksum);
        _stack.Inside(() => _stack.Domain.Send(SuperPacket(payload: 2500, segment: 1000)));
        Assert.Equal(2506, Assert.Single(_stack.Device().Sent).Length);
    }

    [Fact]
    public void A_super_packet_whose_segments_do_not_fit_is_discarded_and_counted_as_what_it_stands_for()
    {
        var netInterface = _stack.Up(FakeStack.Eth, "10.0.0.1");
        Assert.Equal(SocketError.MessageSize, _stack.Inside(() => _stack.Domain.Send(SuperPacket(payload: 4000, segment: 1500))));
        Assert.Equal(3, netInterface.Statistics.SendDrops[DropReason.TooBig]);
    }

    private NetBuffer SuperPacket(int payload, ushort segment)
    {
        var buffer = _stack.Packet("10.0.0.9", 6);
        var octets = new byte[payload];
        for (int i = 0; i < payload; i++)
            octets[i] = (byte)i;
        Assert.True(buffer.TryAppend(octets));
        buffer.NetworkLength = payload + 6;
        buffer.TransportLength = payload + 2;
        buffer.Protocol = 99;
        buffer.SegmentSize = segment;
        buffer.SegmentKind = SegmentKind.Tcp4;
        buffer.Flags |= BufferFlags.TransportChecksumNeeded;
        return buffer;
    }

    private AddressMatch Match(string address) =>
        _stack.Inside(() => _stack.Stack.Datalink.Match(_stack.Domain.Domain, FakeStack.Address(address), out _));

    private string? Source(string destination) => _stack.Inside(() =>
    {
        var address = FakeStack.Address(destination);
        return _stack.Stack.Datalink.SourceFor(_stack.Domain.Domain.Routes.Find(address)!, address)?.Local.ToString();
    });

    /// <summary>Marks what it is asked to finish: the segment's index as the last octet of the network's header and the first of the transport's.</summary>
    private sealed class FakeOffload(int headerLength) : IOffload
    {
        public void FillChecksum(NetBuffer buffer)
        {
            Assert.True(buffer.TryWrite(5, [0xCC]));
            buffer.Flags &= ~BufferFlags.TransportChecksumNeeded;
        }

        public void FinishSegment(NetBuffer segment, int index, int offset, int payloadLength, bool isLast)
        {
            Assert.Equal(segment.Size, segment.NetworkLength);
            Assert.Equal(segment.Size - 4, segment.TransportLength);
            Assert.True(segment.TryWrite(headerLength == 4 ? 3 : 4, [(byte)index]));
        }

        public int HeaderLength(NetBuffer buffer) => headerLength;

        public bool TryCoalesce(NetBuffer held, NetBuffer next) => false;
    }
}
