using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Tests.Stack.Fakes;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

public sealed class InterfaceTests : IDisposable
{
    private readonly FakeStack _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Several_interfaces_share_a_device_and_each_gets_what_is_for_its_address()
    {
        var first = _stack.Up(FakeStack.Eth, "10.0.0.1");
        var second = _stack.Up(FakeStack.Eth + ":1", "10.0.1.1");
        var device = _stack.Device();
        Assert.Equal(["up"], device.Calls);

        device.Deliver(FakeStack.Frame("10.0.0.1"), FakeStack.Frame("10.0.1.1"), FakeStack.Frame("9.9.9.9"), FakeStack.Frame("10.0.1.255"));

        Assert.Equal([first.Index, second.Index, first.Index, second.Index], _stack.Domain.Received.Select(packet => packet.Interface));
        Assert.Equal(2, first.Statistics.ReceivedPackets);
        Assert.Equal(4, device.Statistics.ReceivedPackets);
    }

    [Fact]
    public void What_is_for_an_interface_that_is_down_is_counted_there_and_discarded()
    {
        var first = _stack.Up(FakeStack.Eth, "10.0.0.1");
        var second = _stack.Up(FakeStack.Eth + ":1", "10.0.1.1");
        _stack.Set(DriverCommand.SetInterfaceFlags, second.Name);

        _stack.Device().Deliver(FakeStack.Frame("10.0.1.1"), FakeStack.Frame("10.0.0.1"), FakeStack.Frame("9.9.9.9"));

        Assert.Equal([first.Index, first.Index], _stack.Domain.Received.Select(packet => packet.Interface));
        Assert.Equal(1, second.Statistics.ReceiveDrops[DropReason.InterfaceDown]);
        Assert.True(first.IsUp);
        Assert.Equal(["up"], _stack.Device().Calls);
    }

    [Fact]
    public void The_device_goes_up_with_the_first_interface_and_down_with_the_last()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Up(FakeStack.Eth + ":1", "10.0.1.1");
        var device = _stack.Device();
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth);
        Assert.Equal(["up"], device.Calls);
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth + ":1");
        Assert.Equal(["up", "down"], device.Calls);

        device.Deliver(FakeStack.Frame("10.0.0.1"));
        Assert.Equal(1, device.Statistics.ReceiveDrops[DropReason.DeviceDown]);
    }

    [Fact]
    public void An_interface_that_cannot_go_up_takes_what_is_up_down_again()
    {
        Assert.Equal(SocketError.Success, _stack.TryAdd(FakeStack.Eth, "10.0.0.1"));
        _stack.Frames.UpResult = SocketError.AccessDenied;
        Assert.Equal(SocketError.AccessDenied, _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth, (int)(InterfaceFlags.Up | InterfaceFlags.Promiscuous)));

        Assert.False(_stack.Interface(FakeStack.Eth).IsUp);
        Assert.Equal(["up", "down"], _stack.Device().Calls);
        Assert.Equal(InterfaceFlags.None, _stack.Device().Flags & InterfaceFlags.Promiscuous);
    }

    [Fact]
    public void Removing_the_last_interface_closes_the_device_and_unloads_everything()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = _stack.Device();
        var request = new InterfaceAliasRequest { Name = FakeStack.Eth };
        Assert.Equal(SocketError.Success, _stack.Control(DriverCommand.RemoveInterfaceAddress, ref request));

        Assert.Equal(["up", "down", "close"], device.Calls);
        var usage = _stack.Stack.GetUsage();
        Assert.False(usage.IsLoaded);
        Assert.Equal(0, usage.Modules);
        Assert.Empty(_stack.Stack.Devices);
    }

    [Fact]
    public void A_device_that_vanishes_takes_its_interfaces_with_it()
    {
        _stack.Up("loop", "127.0.0.1", "255.0.0.0");
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Up(FakeStack.Eth + ":1", "10.0.1.1");
        _stack.Device().Sink.Removed();
        Assert.Equal(["loop"], _stack.Stack.Interfaces.Select(i => i.Name));
        Assert.Equal(["loop"], _stack.Stack.Devices.Select(d => d.Name));
    }

    [Fact]
    public void The_promiscuous_flag_reaches_the_device_and_is_counted()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        _stack.Up(FakeStack.Eth + ":1", "10.0.1.1");
        const int Promiscuous = (int)(InterfaceFlags.Up | InterfaceFlags.Promiscuous);
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth, Promiscuous);
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth + ":1", Promiscuous);
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth, (int)InterfaceFlags.Up);
        Assert.NotEqual(InterfaceFlags.None, _stack.Device().Flags & InterfaceFlags.Promiscuous);
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth + ":1", (int)InterfaceFlags.Up);
        Assert.Equal(InterfaceFlags.None, _stack.Device().Flags & InterfaceFlags.Promiscuous);
    }

    [Fact]
    public void Frames_that_nobody_can_take_are_counted_at_the_device()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = _stack.Device();
        device.Deliver([255, 1], [254, 1], [], [10, 0]);
        Assert.Equal(2, device.Statistics.ReceiveDrops[DropReason.FrameMalformed]);
        Assert.Equal(1, device.Statistics.ReceiveDrops[DropReason.NoHandler]);

        // Too short for its destination, but the domain has to say so.
        Assert.Equal([10, 0], Assert.Single(_stack.Domain.Received).Octets);
    }

    [Fact]
    public void Monitors_see_both_directions_and_every_drop()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = _stack.Device();
        var one = new Watcher();
        var all = new Watcher();
        _stack.Inside(() =>
        {
            _stack.Stack.RegisterMonitor(device, one);
            _stack.Stack.RegisterMonitor(null, all);
        });

        device.Deliver(FakeStack.Frame("10.0.0.1"), [255, 0]);
        _stack.Send("10.0.0.2");
        _stack.Send("99.0.0.1");
        Assert.Equal(["Received", "Received", "FrameMalformed", "Sent"], one.Seen);
        Assert.Equal(["Received", "Received", "FrameMalformed", "Sent", "NoRoute"], all.Seen);

        _stack.Inside(() => _stack.Stack.UnregisterMonitor(device, one));
        _stack.Set(DriverCommand.SetInterfaceFlags, FakeStack.Eth);
        Assert.Equal(4, one.Seen.Count);
        Assert.Equal("GoingDown", all.Seen[^1]);
    }

    [Fact]
    public void Packets_received_from_several_threads_at_once_all_arrive()
    {
        _stack.Up(FakeStack.Eth, "10.0.0.1");
        var device = _stack.Device();
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 100; i++)
                device.Deliver(FakeStack.Frame("10.0.0.1"), FakeStack.Frame("10.0.0.1"));
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        _stack.Inside(() => Assert.Equal(800, _stack.Domain.Received.Count));
    }

    private sealed class Watcher : IDeviceMonitor
    {
        public List<string> Seen { get; } = [];

        void IDeviceMonitor.Seen(NetDevice device, NetBuffer buffer, PacketDirection direction) => Seen.Add(direction.ToString());

        public void Dropped(NetDevice? device, NetBuffer buffer, DropReason reason) => Seen.Add(reason.ToString());

        public void Happened(NetDevice device, DeviceEvent deviceEvent) => Seen.Add(deviceEvent.ToString());
    }
}
