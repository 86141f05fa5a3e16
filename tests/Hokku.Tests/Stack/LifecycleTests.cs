using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Stack;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

/// <summary>"Loaded is a state": each sentence of the design about it.</summary>
public sealed class LifecycleTests(ITestOutputHelper output) : IDisposable
{
    private readonly List<PlainModule> _made = [];
    private StackHarness? _harness;

    private StackHarness Harness => _harness ??= new StackHarness(_made.Add);

    public void Dispose() => _harness?.Dispose();

    [Fact]
    public void A_new_stack_is_a_handle_with_nothing_in_it() => Assert.Equal(new StackUsage(false, 0, 0, 0, 0, 0, 0, 0), Usage("new"));

    [Fact]
    public void The_first_socket_loads_the_stack_and_the_modules_of_its_chain()
    {
        Harness.Open(SocketType.Stream, out _);
        Assert.Equal(new StackUsage(true, 0, 0, 1, 1, 2, 1, 0), Usage("a stream socket"));
    }

    [Fact]
    public void The_first_command_loads_the_stack()
    {
        Assert.Equal(SocketError.Success, Harness.AddInterface("loop"));
        Assert.Equal(new StackUsage(true, 1, 1, 0, 1, 2, 1, 0), Usage("an interface"));
    }

    [Fact]
    public void A_stack_that_never_had_an_interface_unloads_with_its_last_socket()
    {
        Harness.Open(SocketType.Stream, out var first);
        Harness.Open(SocketType.Dgram, out var second);
        Harness.Inside(first.Close);
        Assert.Equal(new StackUsage(true, 0, 0, 1, 1, 1, 1, 0), Usage("the transport is not used any more"));
        Harness.Inside(second.Close);
        Assert.Equal(default, Usage("the last socket is closed"));
        Assert.True(Assert.Single(_made).WasUnregistered);
    }

    [Fact]
    public void Closing_the_last_socket_leaves_a_stack_with_an_interface_loaded()
    {
        Harness.AddInterface("loop");
        Harness.Open(SocketType.Stream, out var socket);
        Harness.Inside(socket.Close);
        Assert.Equal(new StackUsage(true, 1, 1, 0, 1, 2, 1, 0), Usage("an interface"));
    }

    [Fact]
    public void Removing_the_last_interface_ends_every_socket_with_network_down_and_unloads_everything()
    {
        Harness.AddInterface("loop");
        Harness.AddInterface("loop1");
        Harness.Open(SocketType.Stream, out var stream);
        Harness.Open(SocketType.Dgram, out var datagram);
        var sink = new RecordingSink();
        Harness.Inside(() => datagram.Sink = sink);
        Usage("two interfaces, two sockets");
        Assert.Equal(SocketError.Success, Harness.RemoveInterface("loop"));
        Assert.True(Usage("one interface").IsLoaded);
        Assert.Equal(SocketError.Success, Harness.RemoveInterface("loop1"));
        Assert.Equal(default, Usage("no interface"));
        Assert.True(sink.Told.HasFlag(SocketEvents.Error | SocketEvents.HangUp));
        Harness.Inside(() =>
        {
            Assert.Equal(SocketError.NetworkDown, stream.Bind(PlainRules.Address(1)));
            Assert.Equal(SocketError.NetworkDown, datagram.Receive(10, MessageFlags.None, out _));
            Assert.Equal(SocketError.NetworkDown, datagram.Receive(10, MessageFlags.None, out _));
            Assert.True(stream.Poll().HasFlag(SocketEvents.HangUp));
            stream.Close();
            datagram.Close();
        });
        Assert.Equal(default, Usage("the ended sockets are closed"));
    }

    [Fact]
    public void The_next_command_loads_the_stack_again()
    {
        Harness.AddInterface("loop");
        Harness.RemoveInterface("loop");
        Assert.False(Usage("unloaded").IsLoaded);
        Assert.Equal(SocketError.Success, Harness.AddInterface("loop"));
        Assert.Equal(new StackUsage(true, 1, 1, 0, 1, 2, 1, 0), Usage("loaded again"));
        Assert.Equal(2, _made.Count);
        Assert.True(_made[0].WasUnregistered);
        Assert.False(_made[1].WasUnregistered);
    }

    [Fact]
    public void A_receiving_protocol_is_loaded_by_its_first_packet_and_stays_while_its_domain_is_used()
    {
        Harness.AddInterface("loop");
        IReceivingProtocol? receiver = null;
        Harness.Inside(() => receiver = Harness.Stack.GetReceivingProtocol(PlainModule.Family, 9));
        Assert.IsType<PlainTransport>(receiver);
        Assert.Equal(3, Usage("a packet of protocol 9").Modules);
        Harness.Inside(() => Assert.Null(Harness.Stack.GetReceivingProtocol(PlainModule.Family, 10)));
        Harness.RemoveInterface("loop");
        Assert.Equal(default, Usage("no interface"));
    }

    [Fact]
    public void A_retained_module_stays_after_its_last_socket_and_so_does_its_domain()
    {
        Harness.Open(SocketType.Stream, out var socket);
        Harness.Open(SocketType.Dgram, out var other);
        Harness.Inside(() =>
        {
            Harness.Stack.Retain(socket.First.Module);
            socket.Close();
        });
        Assert.Equal(2, Usage("retained").Modules);
        var module = Module(PlainModule.Top);
        Harness.Inside(() => Harness.Stack.Release(module));
        Assert.Equal(1, Usage("released").Modules);
        Harness.Inside(other.Close);
        Assert.Equal(default, Usage("closed"));
    }

    [Fact]
    public void Loading_and_unloading_are_told_to_observers_outside_the_stack()
    {
        var observer = new RecordingObserver(Harness.Stack);
        Harness.Stack.Notifications.Subscribe(observer);
        Harness.AddInterface("loop");
        Harness.RemoveInterface("loop");
        Assert.Equal(
            [StackEvent.StackLoaded, StackEvent.InterfaceAdded, StackEvent.InterfaceRemoved, StackEvent.StackUnloaded],
            observer.Told.Where(told => told is not StackEvent.InterfaceChanged));
    }

    [Fact]
    public void Modules_are_listed_with_who_uses_them()
    {
        Harness.AddInterface("loop");
        Harness.Open(SocketType.Dgram, out _);
        var modules = Harness.List<ModuleEntry>(DriverCommand.GetModules);
        foreach (var module in modules)
            output.WriteLine($"{module.Name} loaded={module.Loaded} references={module.References} timers={module.Timers} users={module.Users}");
        var plain = Assert.Single(modules, m => m.Name.ToString() == PlainModule.Name);
        Assert.Equal((1, 3, 1), (plain.Loaded, plain.References, plain.Timers));
        Assert.Equal("socket 1, interface loop 2", plain.Users.ToString());
        Assert.Equal(0, Assert.Single(modules, m => m.Name.ToString() == PlainModule.Top).Loaded);
    }

    private INetModule Module(string name) => Harness.Stack.ModuleTable.Slots.Single(s => s.Manifest.Name == name).Module!;

    private StackUsage Usage(string when)
    {
        var usage = Harness.Stack.GetUsage();
        output.WriteLine($"{when}: {usage}");
        return usage;
    }

    private sealed class RecordingSink : ISocketSink
    {
        public SocketEvents Told { get; private set; }

        public void Ready(SocketEvents events) => Told |= events;
    }

    private sealed class RecordingObserver(NetStack stack) : IStackObserver
    {
        public List<StackEvent> Told { get; } = [];

        public void Notified(in StackNotification notification)
        {
            // Throws when it is called inside.
            stack.Execute(new Operation(() => { }));
            Told.Add(notification.Event);
        }
    }
}
