using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Hokku.AspNetCore.Forwarding;

/// <summary>The side of a forwarder that this machine's programs connect to.</summary>
internal static class KernelListener
{
    /// <exception cref="SocketException">The port is taken.</exception>
    public static Socket Open(ForwarderOptions options)
    {
        var listener = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(options.Address, options.Port));
            listener.Listen();
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Serves connections until the listener is closed.</summary>
    public static async Task AcceptAsync(Socket listener, ForwarderSet connections, Func<Socket, CancellationToken, Task> serve, ILogger logger)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(connections.Stopping).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is ObjectDisposedException or OperationCanceledException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException)
            {
                continue;
            }

            client.NoDelay = true;
            if (connections.TryRun(token => serve(client, token)))
                continue;
            ForwardingLog.TooMany(logger);
            client.Dispose();
        }
    }
}
