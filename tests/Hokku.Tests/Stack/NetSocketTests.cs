using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

[Collection(Figures.FiguresCollection.Name)]
public sealed class NetSocketTests : IDisposable
{
    private readonly StackHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void Opening_what_no_chain_serves_says_which_part_is_wrong()
    {
        var unknown = SocketError.Success;
        _harness.Inside(() => unknown = _harness.Stack.Sockets.Open((NetFamily)99, SocketType.Stream, 0, out _));
        Assert.Equal(SocketError.AddressFamilyNotSupported, unknown);
        Assert.Equal(SocketError.SocketNotSupported, _harness.Open(SocketType.Rdm, out _));
        Assert.Equal(SocketError.ProtocolNotSupported, _harness.Open(SocketType.Stream, out _, protocol: 5));
        Assert.Equal(SocketError.AddressFamilyNotSupported, _harness.Open(SocketType.Seqpacket, out _));
        Assert.Equal(SocketError.Success, _harness.Open(SocketType.Raw, out var raw, protocol: 200));
        Assert.Equal(200, raw.Protocol);
    }

    [Fact]
    public void The_chain_is_linked_from_the_top_to_the_domain_protocol()
    {
        _harness.Open(SocketType.Stream, out var socket);
        Assert.IsType<PlainTransport.Link>(socket.First);
        Assert.IsType<PlainProtocol>(socket.First.Next);
        Assert.Throws<InvalidOperationException>(() => socket.First.Next.Next);
        Assert.Equal("plain", socket.First.Domain.Name);
    }

    [Fact]
    public void A_pending_error_is_told_once_and_reading_the_option_takes_it()
    {
        _harness.Open(SocketType.Dgram, out var socket);
        _harness.Inside(() =>
        {
            socket.Error = SocketError.ConnectionRefused;
            Assert.True(socket.Poll().HasFlag(SocketEvents.Error | SocketEvents.Read | SocketEvents.Write));
            Assert.Equal((int)SocketError.ConnectionRefused, Get(socket, SocketOption.Error));
            Assert.Equal(0, Get(socket, SocketOption.Error));
            socket.Error = SocketError.HostUnreachable;
            Assert.Equal(SocketError.HostUnreachable, socket.Receive(1, MessageFlags.None, out _));
            Assert.Equal(SocketError.WouldBlock, socket.Receive(1, MessageFlags.None, out _));
        });
    }

    [Fact]
    public void A_stream_delivers_what_it_has_before_its_error()
    {
        _harness.Open(SocketType.Stream, out var socket);
        _harness.Inside(() =>
        {
            Assert.Equal(SocketError.Success, socket.Send(Buffer("octets"), MessageFlags.None));
            socket.Error = SocketError.ConnectionReset;
            Assert.Equal(SocketError.Success, socket.Receive(10, MessageFlags.None, out var buffer));
            buffer!.Free();
            Assert.Equal(SocketError.ConnectionReset, socket.Receive(10, MessageFlags.None, out _));
        });
    }

    [Fact]
    public void A_datagram_needs_a_destination_and_a_size_that_fits()
    {
        _harness.Open(SocketType.Dgram, out var socket);
        _harness.Inside(() =>
        {
            Assert.Equal(SocketError.DestinationAddressRequired, socket.Send(Buffer("x"), MessageFlags.None));
            Assert.Equal(SocketError.Success, socket.Connect(PlainRules.Address(9)));
            Assert.Equal(SocketError.Success, socket.Send(Buffer("x"), MessageFlags.None));
            Set(socket, SocketOption.SendBuffer, 2048);
            Assert.Equal(SocketError.MessageSize, socket.Send(Buffer(new string('x', 2049)), MessageFlags.None));
            socket.Close();
        });
    }

    [Fact]
    public void A_destination_on_a_stream_is_refused()
    {
        _harness.Open(SocketType.Stream, out var socket);
        _harness.Inside(() =>
        {
            Assert.Equal(SocketError.NotConnected, socket.Send(Buffer("x", 9), MessageFlags.None));
            socket.Peer = PlainRules.Address(9);
            Assert.Equal(SocketError.IsConnected, socket.Send(Buffer("x", 9), MessageFlags.None));
        });
    }

    [Fact]
    public void Events_are_told_outside_the_stack_and_once_for_a_batch()
    {
        _harness.Open(SocketType.Dgram, out var socket);
        var sink = new EnteringSink(_harness.Stack);
        _harness.Inside(() =>
        {
            socket.Sink = sink;
            socket.Notify(SocketEvents.Read);
            socket.Notify(SocketEvents.Write);
            Assert.Empty(sink.Told);
        });
        Assert.Equal(SocketEvents.Read | SocketEvents.Write, Assert.Single(sink.Told));
    }

    [Fact]
    public void Telling_a_sink_allocates_nothing()
    {
        _harness.Open(SocketType.Dgram, out var socket);
        var sink = new EnteringSink(null);
        var notify = new Operation(() => socket.Notify(SocketEvents.Read));
        _harness.Inside(() => socket.Sink = sink);
        for (int i = 0; i < 1000; i++)
            _harness.Stack.Execute(notify);
        sink.Told.Clear();
        sink.Told.EnsureCapacity(20_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
            _harness.Stack.Execute(notify);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(10_000, sink.Told.Count);
    }

    [Fact]
    public void Readable_octets_and_unknown_commands_are_answered()
    {
        _harness.Open(SocketType.Stream, out var socket);
        _harness.Inside(() =>
        {
            socket.Send(Buffer("octets"), MessageFlags.None);
            var argument = new byte[4];
            Assert.Equal(SocketError.Success, socket.Control(DriverCommand.GetReadable, argument, out int length));
            Assert.Equal((4, 6), (length, MemoryMarshal.Read<int>(argument)));
            Assert.Equal(SocketError.NoBufferSpaceAvailable, socket.Control(DriverCommand.GetReadable, argument.AsSpan(0, 2), out length));
            Assert.Equal(4, length);
        });
    }

    private static int Get(ISocketCalls socket, SocketOption option)
    {
        var value = new byte[4];
        Assert.Equal(SocketError.Success, socket.GetOption(SocketLevel.Socket, (int)option, value, out _));
        return MemoryMarshal.Read<int>(value);
    }

    private static void Set(ISocketCalls socket, SocketOption option, int value) =>
        Assert.Equal(SocketError.Success, socket.SetOption(SocketLevel.Socket, (int)option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value))));

    private NetBuffer Buffer(string text, byte destination = 0)
    {
        var buffer = _harness.Stack.Buffers.Create()!;
        Assert.True(buffer.TryAppend(System.Text.Encoding.ASCII.GetBytes(text)));
        if (destination != 0)
            buffer.Destination = PlainRules.Address(destination);
        return buffer;
    }

    private sealed class EnteringSink(NetStack? stack) : ISocketSink
    {
        public List<SocketEvents> Told { get; } = [];

        public void Ready(SocketEvents events)
        {
            // Throws when it is called inside.
            stack?.Execute(new Operation(() => { }));
            Told.Add(events);
        }
    }
}
