using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.AspNetCore.Telemetry;
using Hokku.Network;

namespace Hokku.AspNetCore.Http;

/// <summary>Connects by name or address from a Hokku host, with the host's own resolver; activities tell of both steps.</summary>
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
        var addresses = await ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(addresses[i], port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                // The next address may do better.
            }
        }
    }

    private async ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(name, out var literal))
            return [literal];
        using var activity = HokkuTelemetry.Activities.StartActivity("hokku resolve", ActivityKind.Client);
        activity?.SetTag("dns.question.name", name).SetTag("hokku.host", host.Name);
        try
        {
            var addresses = await resolver.GetAddressesAsync(name, AddressFamily.InterNetwork, cancellationToken).ConfigureAwait(false);
            activity?.SetTag("dns.answers", Array.ConvertAll(addresses, static each => each.ToString()));
            return addresses;
        }
        catch (Exception problem)
        {
            HokkuTelemetry.Fail(activity, problem);
            throw;
        }
    }

    private async ValueTask<HokkuSocket> ConnectAsync(IPEndPoint peer, CancellationToken cancellationToken)
    {
        using var activity = HokkuTelemetry.Activities.StartActivity("hokku connect", ActivityKind.Client);
        activity?.SetTag("network.peer.address", peer.Address.ToString()).SetTag("network.peer.port", peer.Port)
            .SetTag("network.transport", "tcp").SetTag("hokku.host", host.Name);
        try
        {
            var socket = await host.ConnectAsync(peer, cancellationToken).ConfigureAwait(false);
            socket.NoDelay = true;
            ConnectionCensus.Add(host, socket);
            return socket;
        }
        catch (Exception problem)
        {
            HokkuTelemetry.Fail(activity, problem);
            throw;
        }
    }
}
