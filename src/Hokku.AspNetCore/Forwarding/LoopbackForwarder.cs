using System.Net;
using System.Net.Sockets;
using Hokku.AspNetCore.Forwarding;
using Hokku.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hokku.AspNetCore;

/// <summary>
/// A port of the kernel's loopback that leads through a Hokku host to one server: for libraries that insist on a <see cref="Socket"/> of System.Net.
/// Disposing resets what it carries.
/// </summary>
public sealed class LoopbackForwarder : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly HokkuConnector _connector;
    private readonly ForwarderOptions _options;
    private readonly ForwarderSet _connections;
    private readonly ILogger _logger;
    private readonly Task _accepting;
    private readonly string _host;
    private readonly string _name;
    private readonly int _port;

    private LoopbackForwarder(HokkuHost host, string name, int port, ForwarderOptions options, ILogger logger)
    {
        (_host, _name, _port, _options, _logger) = (host.Name, name, port, options, logger);
        _connector = new HokkuConnector(host.Network, host.Resolver);
        _connections = new ForwarderSet(options.ConnectionLimit, logger);
        _listener = KernelListener.Open(options);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        ForwardingLog.Forwarding(logger, EndPoint, host.Name, $"{name}:{port}");
        _accepting = KernelListener.AcceptAsync(_listener, _connections, ServeAsync, logger);
    }

    /// <summary>Where it listens: what to tell the library instead of the server's address.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Begins.</summary>
    /// <param name="host">The host whose connections are made.</param>
    /// <param name="server">The server's name or address.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="options">Where to listen; null for any free port of 127.0.0.1.</param>
    /// <param name="logging">Where to log.</param>
    /// <exception cref="SocketException">The port of the kernel is taken.</exception>
    public static LoopbackForwarder Start(HokkuHost host, string server, int port, ForwarderOptions? options = null, ILoggerFactory? logging = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentException.ThrowIfNullOrWhiteSpace(server);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        return new(host, server, port, options ?? new(), (logging ?? NullLoggerFactory.Instance).CreateLogger("Hokku.AspNetCore.Forwarding"));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await _connections.StopAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(_options.Patience);
            var server = await _connector.ConnectAsync(_name, _port, patience.Token).ConfigureAwait(false);
            await Relay.RunAsync(client, server, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException)
        {
            // The client sees a reset: there is no way to tell it why.
            ForwardingLog.NotConnected(_logger, $"{_name}:{_port}", _host, problem.Message);
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
        }
    }
}
