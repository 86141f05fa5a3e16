using System.Net;
using System.Net.Sockets;
using Hokku.AspNetCore.Forwarding;
using Hokku.Network;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hokku.AspNetCore;

/// <summary>The other way round: a port of a Hokku host that leads to a server on the kernel's sockets. Disposing resets what it carries.</summary>
public sealed class KernelForwarder : IAsyncDisposable
{
    private readonly HokkuSocket _listener;
    private readonly EndPoint _server;
    private readonly ForwarderSet _connections;
    private readonly ILogger _logger;
    private readonly string _host;
    private readonly Task _accepting;

    private KernelForwarder(HokkuHost host, int port, EndPoint server, ForwarderOptions options, ILogger logger)
    {
        (_host, _server, _logger) = (host.Name, server, logger);
        _connections = new ForwarderSet(options.ConnectionLimit, logger);
        _listener = host.Network.Listen(port);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens on the host.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Begins.</summary>
    /// <param name="host">The host that gets the port.</param>
    /// <param name="port">The host's port; 0 for a free one.</param>
    /// <param name="server">The server as the kernel reaches it.</param>
    /// <param name="options">Only the limit of connections is used.</param>
    /// <param name="logging">Where to log.</param>
    /// <exception cref="SocketException">The host's port is taken.</exception>
    public static KernelForwarder Start(HokkuHost host, int port, EndPoint server, ForwarderOptions? options = null, ILoggerFactory? logging = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(server);
        return new(host, port, server, options ?? new(), (logging ?? NullLoggerFactory.Instance).CreateLogger("Hokku.AspNetCore.Forwarding"));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await _connections.StopAsync().ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            HokkuSocket client;
            try
            {
                client = await _listener.AcceptAsync(_connections.Stopping).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is ObjectDisposedException or OperationCanceledException or SocketException)
            {
                return;
            }

            if (_connections.TryRun(token => ServeAsync(client, token)))
                continue;
            ForwardingLog.TooMany(_logger);
            client.Abort();
        }
    }

    private async Task ServeAsync(HokkuSocket client, CancellationToken cancellationToken)
    {
        var kernel = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await kernel.ConnectAsync(_server, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException)
        {
            ForwardingLog.NotConnected(_logger, $"{_server}", _host, problem.Message);
            kernel.Dispose();
            client.Abort();
            return;
        }

        client.NoDelay = true;
        await Relay.RunAsync(kernel, client, cancellationToken).ConfigureAwait(false);
    }
}
