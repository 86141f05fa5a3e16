using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

/// <summary>SOL_SOCKET: what is set can be got, in the form of the driver's contract.</summary>
public sealed class SocketOptionTests : IDisposable
{
    private readonly StackHarness _harness = new();
    private readonly ISocketCalls _socket;

    public SocketOptionTests()
    {
        _harness.AddInterface("loop");
        _harness.Open(SocketType.Dgram, out _socket);
    }

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData(SocketOption.ReuseAddress)]
    [InlineData(SocketOption.ReusePort)]
    [InlineData(SocketOption.KeepAlive)]
    [InlineData(SocketOption.Broadcast)]
    [InlineData(SocketOption.DontRoute)]
    [InlineData(SocketOption.OutOfBandInline)]
    [InlineData(SocketOption.Timestamp)]
    [InlineData(SocketOption.NonBlocking)]
    [InlineData(SocketOption.Debug)]
    public void A_flag_is_set_and_cleared(SocketOption option)
    {
        Assert.Equal(0, Get<int>(option));
        Set(option, 1);
        Assert.Equal(1, Get<int>(option));
        Set(option, 0);
        Assert.Equal(0, Get<int>(option));
    }

    [Fact]
    public void Linger_can_be_got()
    {
        Assert.Equal((0, 0), Get<(int, int)>(SocketOption.Linger));
        Set(SocketOption.Linger, (1, 7));
        Assert.Equal((1, 7), Get<(int, int)>(SocketOption.Linger));
        Assert.Equal(TimeSpan.FromSeconds(7), _socket.Linger);
        Set(SocketOption.Linger, (0, 7));
        Assert.Null(_socket.Linger);
    }

    [Fact]
    public void Timeouts_are_microseconds_and_have_nothing_to_do_with_blocking()
    {
        Set(SocketOption.ReceiveTimeout, 1_500_000L);
        Set(SocketOption.SendTimeout, 250L);
        Set(SocketOption.NonBlocking, 1);
        Assert.Equal(1_500_000L, Get<long>(SocketOption.ReceiveTimeout));
        Assert.Equal(250L, Get<long>(SocketOption.SendTimeout));
        Set(SocketOption.NonBlocking, 0);
        Assert.Equal(1_500_000L, Get<long>(SocketOption.ReceiveTimeout));
    }

    [Fact]
    public void A_buffer_size_that_the_user_sets_is_bounded_and_ends_tuning()
    {
        Set(SocketOption.ReceiveBuffer, 100);
        Assert.Equal(2048, Get<int>(SocketOption.ReceiveBuffer));
        Set(SocketOption.SendBuffer, int.MaxValue);
        Assert.Equal(64 << 20, Get<int>(SocketOption.SendBuffer));
        Assert.True(_socket.Options.HasFlag(SocketOptions.ReceiveBufferLocked | SocketOptions.SendBufferLocked));
    }

    [Fact]
    public void A_socket_is_bound_to_an_interface_by_name_or_index()
    {
        Assert.Equal(SocketError.Success, Set(SocketOption.BindToDevice, "loop"u8));
        Assert.NotEqual(0, Get<int>(SocketOption.BindToInterface));
        Assert.Equal(SocketError.AddressNotAvailable, Set(SocketOption.BindToDevice, "none\0"u8));
        Assert.Equal(SocketError.Success, Set(SocketOption.BindToDevice, "\0"u8));
        Assert.Equal(0, Get<int>(SocketOption.BindToInterface));
    }

    [Fact]
    public void What_the_socket_is_can_be_got_and_not_set()
    {
        Assert.Equal((int)SocketType.Dgram, Get<int>(SocketOption.Type));
        Assert.Equal((int)PlainModule.Family, Get<int>(SocketOption.Domain));
        Assert.Equal(0, Get<int>(SocketOption.Protocol));
        Assert.Equal(SocketError.ProtocolOption, Set(SocketOption.Type, "\0\0\0\0"u8));
    }

    [Fact]
    public void Unknown_options_and_short_values_are_refused()
    {
        Assert.Equal(SocketError.ProtocolOption, Set((SocketOption)4711, "\0\0\0\0"u8));
        Assert.Equal(SocketError.InvalidArgument, Set(SocketOption.KeepAlive, "\0"u8));
        Assert.Equal(SocketError.InvalidArgument, Set(SocketOption.Linger, "\0\0\0\0"u8));
    }

    private T Get<T>(SocketOption option)
        where T : unmanaged
    {
        var value = new byte[64];
        _harness.Inside(() => Assert.Equal(SocketError.Success, _socket.GetOption(SocketLevel.Socket, (int)option, value, out _)));
        return MemoryMarshal.Read<T>(value);
    }

    private void Set<T>(SocketOption option, T value)
        where T : unmanaged =>
        Assert.Equal(SocketError.Success, Set(option, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value))));

    private SocketError Set(SocketOption option, ReadOnlySpan<byte> value)
    {
        var copy = value.ToArray();
        var error = SocketError.Success;
        _harness.Inside(() => error = _socket.SetOption(SocketLevel.Socket, (int)option, copy));
        return error;
    }
}
