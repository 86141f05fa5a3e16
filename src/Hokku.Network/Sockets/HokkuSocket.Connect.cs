using System.Net;
using System.Net.Sockets;
using Hokku.Network.Sockets;
using Hokku.Network.Sockets.Operations;

namespace Hokku.Network;

/// <content>Connecting and accepting.</content>
public sealed partial class HokkuSocket
{
    /// <summary>Connects; waits at most <see cref="SendTimeout"/>. A datagram socket gets its peer.</summary>
    /// <exception cref="SocketException">ConnectionRefused, TimedOut, NetworkUnreachable, HostUnreachable, IsConnected; InProgress when the socket does not block.</exception>
    public void Connect(EndPoint remoteEP)
    {
        ThrowIfDisposed();
        var operation = new ConnectOperation(this, remoteEP.ToNetAddress(), Blocking);
        operation.Prepare(blocking: true);
        if (!_sending.Start(operation, default))
            operation.Wait(SendTimeout);
        operation.Take();
        Connected = true;
    }

    public void Connect(IPAddress address, int port) => Connect(new IPEndPoint(address, port));

    public ValueTask ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken = default) =>
        ConnectAsync(new IPEndPoint(address, port), cancellationToken);

    /// <summary>Connects. After cancellation the socket is good for nothing but disposing of.</summary>
    /// <exception cref="SocketException">ConnectionRefused, TimedOut, NetworkUnreachable, HostUnreachable, IsConnected.</exception>
    public async ValueTask ConnectAsync(EndPoint remoteEP, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new ConnectOperation(this, remoteEP.ToNetAddress(), waits: true);
        operation.Prepare(blocking: false);
        if (_sending.Start(operation, cancellationToken))
            operation.Take();
        else
            await operation.VoidTask.ConfigureAwait(false);
        Connected = true;
    }

    /// <summary>Takes the oldest connection; waits at most <see cref="ReceiveTimeout"/>.</summary>
    public HokkuSocket Accept()
    {
        ThrowIfDisposed();
        var operation = new AcceptOperation(this, Blocking);
        operation.Prepare(blocking: true);
        if (!_receiving.Start(operation, default))
            operation.Wait(ReceiveTimeout);
        return Accepted(operation, operation.Take());
    }

    /// <summary>Takes the oldest connection, or waits for one.</summary>
    public async ValueTask<HokkuSocket> AcceptAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new AcceptOperation(this, waits: true);
        operation.Prepare(blocking: false);
        return Accepted(operation, _receiving.Start(operation, cancellationToken) ? operation.Take() : await operation.Task.ConfigureAwait(false));
    }

    private static HokkuSocket Accepted(AcceptOperation operation, int _) => new(operation.Accepted!) { Connected = true };
}
