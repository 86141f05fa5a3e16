using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Hokku.AspNetCore.Transport;
using Hokku.Network;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hokku.AspNetCore;

/// <summary>
/// Kestrel's way to a Hokku host: serves <see cref="HokkuEndPoint"/>s, and plain addresses when told so. Others stay with the kernel's sockets, beside it.
/// </summary>
public sealed class HokkuConnectionListenerFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly Func<string?, NetworkHost> _hosts;
    private readonly HokkuTransportOptions _options;
    private readonly MemoryPool<byte> _pool;
    private readonly ILogger _logger;

    /// <summary>Serves one host, whatever name an end point has.</summary>
    public HokkuConnectionListenerFactory(NetworkHost host, HokkuTransportOptions? options = null, ILoggerFactory? logging = null)
        : this(_ => host, options ?? new HokkuTransportOptions(), null, logging)
    {
    }

    /// <param name="hosts">Finds a host by its name; null asks for the one that plain addresses belong to.</param>
    /// <param name="options">How connections are served.</param>
    /// <param name="pool">Where Kestrel's own buffers come from.</param>
    /// <param name="logging">Where to log.</param>
    public HokkuConnectionListenerFactory(
        Func<string?, NetworkHost> hosts, HokkuTransportOptions options, MemoryPool<byte>? pool, ILoggerFactory? logging)
    {
        options.Validate();
        _hosts = hosts;
        _options = options;
        _pool = pool ?? MemoryPool<byte>.Shared;
        _logger = (logging ?? NullLoggerFactory.Instance).CreateLogger("Hokku.AspNetCore.Transport");
    }

    public bool CanBind(EndPoint endpoint) => endpoint is HokkuEndPoint || (endpoint is IPEndPoint && _options.TakePlainAddresses);

    /// <exception cref="AddressInUseException">Another socket of the host listens there.</exception>
    /// <exception cref="InvalidOperationException">The address is none of the host's, or not of IPv4.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var (name, address) = endpoint switch
        {
            HokkuEndPoint named => (named.Host, named.Address),
            IPEndPoint plain => (null, plain),
            _ => throw new NotSupportedException($"{endpoint} is no address of a Hokku host; new HokkuEndPoint(\"edge\", IPAddress.Any, 80) would be one."),
        };
        var host = _hosts(name);
        try
        {
            return new(new HokkuConnectionListener(host, endpoint, address, _options, _pool, _logger));
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException($"Port {address.Port} of Hokku host '{host.Name}' is taken: another socket of the host listens on {address}.", problem);
        }
        catch (SocketException problem)
        {
            throw new InvalidOperationException(
                $"Hokku host '{host.Name}' cannot listen on {address} ({problem.SocketErrorCode}); it has {Addresses(host)}, and IPAddress.Any is all of them.", problem);
        }
    }

    private static string Addresses(NetworkHost host)
    {
        var addresses = host.Roster.Interfaces().SelectMany(each => each.Addresses).Select(each => each.Address.ToString()).ToArray();
        return addresses.Length > 0 ? string.Join(", ", addresses) : "no address yet";
    }
}
