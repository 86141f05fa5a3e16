using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

/// <summary>Connections that wait at a listener.</summary>
public sealed class ListenerTests : IDisposable
{
    private readonly StackHarness _harness = new();
    private readonly ISocketCalls _listener;

    public ListenerTests()
    {
        _harness.Open(SocketType.Stream, out _listener);
        _harness.Inside(() => Assert.Equal(SocketError.Success, _listener.Listen(10)));
    }

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void A_backlog_admits_half_as_many_again_connections_on_their_way() => _harness.Inside(() =>
    {
        int admitted = 0;
        while (_listener.SpawnPending() is not null)
            admitted++;
        Assert.Equal(16, admitted);
        Assert.Equal((16, 0), (_listener.PendingCount, _listener.ConnectedCount));
    });

    [Fact]
    public void A_backlog_larger_than_the_host_admits_is_cut() => _harness.Inside(() =>
    {
        _listener.Listen(1_000_000);
        Assert.Equal(4096, _listener.Backlog);
    });

    [Fact]
    public void Connections_are_accepted_in_the_order_they_were_established() => _harness.Inside(() =>
    {
        var first = _listener.SpawnPending()!;
        var second = _listener.SpawnPending()!;
        Assert.Equal(SocketError.WouldBlock, _listener.Accept(out _));
        second.SetConnected();
        first.SetConnected();
        Assert.Equal((0, 2), (_listener.PendingCount, _listener.ConnectedCount));
        Assert.Equal(SocketError.Success, _listener.Accept(out var accepted));
        Assert.Same(second, accepted);
        Assert.Equal(SocketError.Success, _listener.Accept(out accepted));
        Assert.Same(first, accepted);
        Assert.Same(_listener, first.Parent);
    });

    [Fact]
    public void A_connection_takes_over_the_options_of_its_listener() => _harness.Inside(() =>
    {
        _listener.Options |= SocketOptions.KeepAlive;
        _listener.Linger = TimeSpan.FromSeconds(3);
        _listener.ReceiveBufferSize = 12345;
        var child = _listener.SpawnPending()!;
        Assert.Equal(SocketOptions.KeepAlive, child.Options);
        Assert.Equal(TimeSpan.FromSeconds(3), child.Linger);
        Assert.Equal(12345, child.ReceiveBufferSize);
    });

    [Fact]
    public void An_aborted_connection_makes_room_for_another() => _harness.Inside(() =>
    {
        var child = _listener.SpawnPending()!;
        child.SetAborted();
        Assert.Equal(0, _listener.PendingCount);
        Assert.True(child.IsClosed);
        Assert.Null(child.Parent is null ? null : _listener.DequeueConnected());
        child.Detach();
    });

    [Fact]
    public void Closing_a_listener_aborts_what_was_not_accepted()
    {
        INetSocket pending = null!, connected = null!, accepted = null!;
        _harness.Inside(() =>
        {
            accepted = _listener.SpawnPending()!;
            accepted.SetConnected();
            _listener.Accept(out _);
            pending = _listener.SpawnPending()!;
            connected = _listener.SpawnPending()!;
            connected.SetConnected();
            _listener.Close();
        });
        Assert.Equal((true, TimeSpan.Zero), (pending.IsClosed, pending.Linger));
        Assert.Equal((true, TimeSpan.Zero), (connected.IsClosed, connected.Linger));
        Assert.False(accepted.IsClosed);
        Assert.Null(accepted.Parent);
        Assert.Equal(1, _harness.Stack.GetUsage().Sockets);
    }

    [Fact]
    public void Accepting_on_a_socket_that_does_not_listen_is_an_invalid_argument()
    {
        _harness.Open(SocketType.Stream, out var stream);
        _harness.Open(SocketType.Dgram, out var datagram);
        _harness.Inside(() =>
        {
            Assert.Equal(SocketError.InvalidArgument, stream.Accept(out _));
            Assert.Equal(SocketError.OperationNotSupported, datagram.Accept(out _));
            Assert.Equal(SocketError.OperationNotSupported, datagram.Listen(1));
        });
    }

    [Fact]
    public void A_listening_socket_says_so_in_its_option() => _harness.Inside(() =>
    {
        var value = new byte[4];
        _listener.GetOption(SocketLevel.Socket, (int)SocketOption.AcceptConnections, value, out _);
        Assert.Equal(1, value[0]);
        Assert.Equal(SocketError.ProtocolOption, _listener.SetOption(SocketLevel.Socket, (int)SocketOption.AcceptConnections, value));
    });
}
