using System.Net;
using System.Net.Sockets;
using Hokku.Network.Sockets;
using Hokku.Network.Sockets.Operations;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <content>Sending. A stream's send takes all octets before it ends, unless the socket does not block.</content>
public sealed unsafe partial class HokkuSocket
{
    private SendOperation? _send;

    public int Send(byte[] buffer, SocketFlags socketFlags = SocketFlags.None) => Send(new ReadOnlySpan<byte>(buffer), socketFlags);

    public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags = SocketFlags.None) =>
        Send(new ReadOnlySpan<byte>(buffer, offset, size), socketFlags);

    /// <summary>Sends to the connected peer.</summary>
    /// <exception cref="SocketException">NotConnected, ConnectionReset, Shutdown, TimedOut, WouldBlock, MessageSize.</exception>
    public int Send(ReadOnlySpan<byte> buffer, SocketFlags socketFlags = SocketFlags.None) => SendTo(buffer, socketFlags, default(NetAddress));

    public int SendTo(byte[] buffer, EndPoint remoteEP) => SendTo(new ReadOnlySpan<byte>(buffer), SocketFlags.None, remoteEP);

    public int SendTo(ReadOnlySpan<byte> buffer, EndPoint remoteEP) => SendTo(buffer, SocketFlags.None, remoteEP);

    /// <summary>Sends a datagram.</summary>
    public int SendTo(ReadOnlySpan<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) => SendTo(buffer, socketFlags, remoteEP.ToNetAddress());

    /// <summary>Sends a datagram.</summary>
    public int SendTo(ReadOnlySpan<byte> buffer, SocketFlags socketFlags, SocketAddress socketAddress) =>
        SendTo(buffer, socketFlags, socketAddress.ToNetAddress());

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => SendAsync(buffer, SocketFlags.None, cancellationToken);

    /// <summary>Sends to the connected peer.</summary>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, SocketFlags socketFlags = SocketFlags.None, CancellationToken cancellationToken = default) =>
        SendToAsync(buffer, socketFlags, default(NetAddress), cancellationToken);

    public ValueTask<int> SendToAsync(ReadOnlyMemory<byte> buffer, EndPoint remoteEP, CancellationToken cancellationToken = default) =>
        SendToAsync(buffer, SocketFlags.None, remoteEP.ToNetAddress(), cancellationToken);

    /// <summary>Sends a datagram.</summary>
    public ValueTask<int> SendToAsync(
        ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP, CancellationToken cancellationToken = default) =>
        SendToAsync(buffer, socketFlags, remoteEP.ToNetAddress(), cancellationToken);

    /// <summary>Sends a datagram, and allocates nothing for its address.</summary>
    public ValueTask<int> SendToAsync(
        ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, SocketAddress socketAddress, CancellationToken cancellationToken = default) =>
        SendToAsync(buffer, socketFlags, socketAddress.ToNetAddress(), cancellationToken);

    internal void Keep(SendOperation operation) => Volatile.Write(ref _send, operation);

    private int SendTo(ReadOnlySpan<byte> buffer, SocketFlags socketFlags, in NetAddress destination)
    {
        ThrowIfDisposed();
        var operation = Interlocked.Exchange(ref _send, null) ?? new SendOperation(this);
        fixed (byte* octets = buffer)
        {
            operation.Prepare(octets, buffer.Length, Effective(socketFlags), destination);
            if (!_sending.Start(operation, default))
                operation.Wait(SendTimeout);
            return operation.Take();
        }
    }

    private ValueTask<int> SendToAsync(ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, in NetAddress destination, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        var operation = Interlocked.Exchange(ref _send, null) ?? new SendOperation(this);
        operation.Prepare(buffer, socketFlags.ToMessageFlags(), destination);
        return _sending.Start(operation, cancellationToken) ? operation.TakeAsTask() : operation.Task;
    }

    private MessageFlags Effective(SocketFlags flags) => flags.ToMessageFlags() | (Blocking ? 0 : MessageFlags.DontWait);
}
