using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.Services;

/// <summary>A service on TCP: accepts, and serves each connection, up to a limit at once.</summary>
public sealed class StreamService : Service
{
    private readonly HokkuSocket _listener;
    private readonly Func<HokkuSocket, CancellationToken, Task> _serve;
    private readonly SemaphoreSlim _room;

    /// <exception cref="SocketException">The port is taken, or the host has no TCP.</exception>
    public StreamService(NetworkHost host, string name, int port, Func<HokkuSocket, CancellationToken, Task> serve, int maximumConnections = 16384)
        : base($"{name}/tcp", port)
    {
        _serve = serve;
        _room = new SemaphoreSlim(maximumConnections);
        _listener = host.Listen(port, 4096);
    }

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
                var connection = await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
                _ = ServeAsync(connection, cancellationToken);
            }
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            // The port was closed, or the host ended.
        }
    }

    protected override void Dispose(bool disposing)
    {
        _listener.Dispose();
        base.Dispose(disposing);
    }

    private async Task ServeAsync(HokkuSocket connection, CancellationToken cancellationToken)
    {
        try
        {
            await _serve(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            // The peer went away: its affair.
        }
        finally
        {
            connection.Dispose();
            _room.Release();
        }
    }
}
