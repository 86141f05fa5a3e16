using System.Net;
using System.Net.Sockets;
using Hokku.AspNetCore.Forwarding;
using Hokku.AspNetCore.Http;
using Hokku.Network;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hokku.AspNetCore;

/// <summary>
/// A SOCKS5 server (RFC 1928) on the kernel's loopback whose connections go out from a Hokku host, to names that its resolver knows: for programs that know
/// proxies. Serves CONNECT; disposing resets what it carries.
/// </summary>
public sealed class SocksServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly HokkuConnector _connector;
    private readonly ForwarderOptions _options;
    private readonly ForwarderSet _connections;
    private readonly ILogger _logger;
    private readonly string _host;
    private readonly Task _accepting;

    private SocksServer(HokkuHost host, ForwarderOptions options, ILogger logger)
    {
        (_host, _options, _logger) = (host.Name, options, logger);
        _connector = new HokkuConnector(host.Network, host.Resolver);
        _connections = new ForwarderSet(options.ConnectionLimit, logger);
        _listener = KernelListener.Open(options);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        ForwardingLog.Socks(logger, EndPoint, host.Name);
        _accepting = KernelListener.AcceptAsync(_listener, _connections, ServeAsync, logger);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>As proxies are named: socks5://127.0.0.1:PORT.</summary>
    public Uri Uri => new($"socks5://{EndPoint}");

    /// <summary>Begins.</summary>
    /// <exception cref="SocketException">The port of the kernel is taken.</exception>
    public static SocksServer Start(HokkuHost host, ForwarderOptions? options = null, ILoggerFactory? logging = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(host, options ?? new(), (logging ?? NullLoggerFactory.Instance).CreateLogger("Hokku.AspNetCore.Forwarding"));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await _connections.StopAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        HokkuSocket? server;
        try
        {
            server = await GreetAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
        {
            ForwardingLog.Refused(_logger, gone.Message);
            client.Dispose();
            return;
        }

        if (server is null)
            client.Dispose();
        else
            await Relay.RunAsync(client, server, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HokkuSocket?> GreetAsync(Socket client, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.Patience);
        await using var stream = new NetworkStream(client, ownsSocket: false);
        var greeting = new SocksGreeting(stream, _options);
        var (reply, name, port) = await greeting.ReadAsync(patience.Token).ConfigureAwait(false);
        if (reply is not SocksReply.Succeeded)
        {
            ForwardingLog.Refused(_logger, $"{reply}");
            if (reply is { } refusal)
                await greeting.AnswerAsync(refusal, null, cancellationToken).ConfigureAwait(false);
            return null;
        }

        try
        {
            var server = await _connector.ConnectAsync(name, port, patience.Token).ConfigureAwait(false);
            await greeting.AnswerAsync(SocksReply.Succeeded, server.LocalEndPoint as IPEndPoint, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch (Exception problem) when (problem is SocketException or OperationCanceledException)
        {
            ForwardingLog.NotConnected(_logger, $"{name}:{port}", _host, problem.Message);
            await greeting.AnswerAsync(SocksReplies.Of(problem), null, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
