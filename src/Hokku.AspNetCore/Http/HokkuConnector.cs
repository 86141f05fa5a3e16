using System.Net;
using System.Net.Sockets;
using Hokku.Network;

namespace Hokku.AspNetCore.Http;

/// <summary>Connects by name or address from a Hokku host, with the host's own resolver.</summary>
internal sealed class HokkuConnector(NetworkHost host, Resolver resolver)
{
    /// <summary>The connection that a <see cref="SocketsHttpHandler"/> asks for.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new HokkuStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false));

    /// <summary>Tries the addresses of a name one after the other.</summary>
    /// <exception cref="ResolverException">The name has no address.</exception>
    /// <exception cref="SocketException">No address took the connection; the last one's reason.</exception>
    public async ValueTask<HokkuSocket> ConnectAsync(string name, int port, CancellationToken cancellationToken)
    {
        var addresses = await resolver.GetAddressesAsync(name, AddressFamily.InterNetwork, cancellationToken).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            try
            {
                var socket = await host.ConnectAsync(new IPEndPoint(addresses[i], port), cancellationToken).ConfigureAwait(false);
                socket.NoDelay = true;
                return socket;
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                // The next address may do better.
            }
        }
    }
}
