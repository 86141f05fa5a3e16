using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Protocols.Tcp;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

/// <summary>A user of one socket of a <see cref="TcpHost"/>: each call enters the stack.</summary>
internal sealed class TcpUser(TcpHost host, ISocketCalls socket)
{
    public ISocketCalls Socket => socket;

    public TcpEndpoint Endpoint => (TcpEndpoint)socket.First;

    public TcpState State => Endpoint.ConnectionState;

    public SocketEvents Poll => host.Inside(socket.Poll);

    public SocketError Error => host.Inside(() =>
    {
        Span<byte> value = stackalloc byte[4];
        Assert.Equal(SocketError.Success, socket.GetOption(SocketLevel.Socket, (int)SocketOption.Error, value, out _));
        return (SocketError)MemoryMarshal.Read<int>(value);
    });

    public TcpInformation Information => host.Inside(() =>
    {
        TcpInformation information = default;
        Assert.Equal(SocketError.Success, socket.GetOption(SocketLevel.Tcp, (int)TcpOption.Information, MemoryMarshal.AsBytes(new Span<TcpInformation>(ref information)), out _));
        return information;
    });

    public SocketError Bind(IPv4Address address, ushort port) => host.Inside(() => socket.Bind(new NetAddress(address, port)));

    public SocketError Listen(int backlog) => host.Inside(() => socket.Listen(backlog));

    public SocketError Connect(IPv4Address address, ushort port) => host.Inside(() => socket.Connect(new NetAddress(address, port)));

    public SocketError Shutdown(SocketShutdown direction) => host.Inside(() => socket.Shutdown(direction));

    public void Close() => host.Inside(socket.Close);

    /// <summary>An empty buffer of the host.</summary>
    public global::Hokku.Buffers.NetBuffer? Create() => host.Stack.Buffers.Create();

    public void Inside(Action action) => host.Inside(action);

    public TcpUser? Accept()
    {
        var accepted = host.Inside(() => socket.Accept(out var child) == SocketError.Success ? child : null);
        return accepted is null ? null : new TcpUser(host, accepted);
    }

    public SocketError Set(TcpOption option, int value) => Set(SocketLevel.Tcp, (int)option, value);

    public SocketError Set(SocketOption option, int value) => Set(SocketLevel.Socket, (int)option, value);

    /// <summary>Sends as much as there is room for.</summary>
    /// <returns>How many octets were taken.</returns>
    public int Send(ReadOnlySpan<byte> octets, MessageFlags flags = MessageFlags.None)
    {
        var array = octets.ToArray();
        return host.Inside(() =>
        {
            int size = Math.Min(socket.SendSpaceHint, array.Length);
            if (size == 0)
                return 0;
            var buffer = host.Stack.Buffers.Create()!;
            Assert.True(buffer.TryAppendAndSum(array.AsSpan(0, size)));
            LastError = socket.Send(buffer, flags);
            return LastError == SocketError.Success ? size : 0;
        });
    }

    public SocketError LastError { get; private set; }

    /// <summary>Reads what there is; null at the end of the stream or after an error.</summary>
    public byte[]? Receive(int maximum = int.MaxValue, MessageFlags flags = MessageFlags.None) => host.Inside(() =>
    {
        LastError = socket.Receive(maximum, flags, out var buffer);
        if (LastError == SocketError.WouldBlock)
            return [];
        if (buffer is null)
            return null;
        var octets = new byte[buffer.Size];
        buffer.Read(0, octets);
        buffer.Free();
        return octets;
    });

    private SocketError Set(SocketLevel level, int option, int value) =>
        host.Inside(() => socket.SetOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value))));
}
