using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Transport;

/// <summary>Takes connections for Kestrel on one address of a Hokku host.</summary>
internal sealed class HokkuConnectionListener : IConnectionListener
{
    private readonly NetworkHost _host;
    private readonly HokkuSocket _socket;
    private readonly HokkuTransportOptions _options;
    private readonly MemoryPool<byte> _pool;
    private readonly ILogger _logger;
    private readonly string _prefix;
    private long _accepted;

    /// <exception cref="SocketException">The address is taken or none of the host's.</exception>
    public HokkuConnectionListener(NetworkHost host, EndPoint wanted, IPEndPoint address, HokkuTransportOptions options, MemoryPool<byte> pool, ILogger logger)
    {
        _host = host;
        _options = options;
        _pool = pool;
        _logger = logger;
        _socket = host.Listen(address, options.Backlog);
        var bound = (IPEndPoint)_socket.LocalEndPoint!;
        EndPoint = wanted is HokkuEndPoint named ? new HokkuEndPoint(named.Host, bound.Address, bound.Port) : bound;
        _prefix = $"{host.Name}:{bound.Port}:";
        TransportLog.Listening(logger, bound.ToString(), host.Name);
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            HokkuSocket? socket = null;
            try
            {
                socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                return Connect(socket);
            }
            catch (ObjectDisposedException) when (socket is null)
            {
                return null;
            }
            catch (SocketException problem) when (problem.SocketErrorCode is SocketError.OperationAborted or SocketError.NetworkDown or SocketError.NotSocket)
            {
                socket?.Dispose();
                return null;
            }
            catch (SocketException problem)
            {
                // That one connection is lost; the next may do better.
                socket?.Dispose();
                TransportLog.NotAccepted(_logger, problem.SocketErrorCode);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _socket.Dispose();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private HokkuConnection Connect(HokkuSocket socket)
    {
        socket.NoDelay = _options.NoDelay;
        if (_options.SendBufferSize is { } send)
            socket.SendBufferSize = send;
        if (_options.ReceiveBufferSize is { } receive)
            socket.ReceiveBufferSize = receive;
        string id = string.Concat(_prefix, (++_accepted).ToString("X6", null));
        var connection = new HokkuConnection(_host, socket, id, _pool, _options.KeepHalfOpen, _logger);
        TransportLog.Accepted(_logger, id, connection.RemoteEndPoint);
        return connection;
    }
}
