using System.Net;
using Hokku;
using Hokku.AspNetCore;
using Hokku.Network;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Kestrel on Hokku hosts.</summary>
public static class HokkuWebHostBuilderExtensions
{
    /// <summary>
    /// Lets Kestrel serve <see cref="HokkuEndPoint"/>s of the hosts that AddHokku added, beside the kernel's addresses.
    /// </summary>
    /// <param name="builder">The application's web host.</param>
    /// <param name="name">The host that plain addresses belong to when the options say so; null for the only one.</param>
    /// <param name="configure">Sets options.</param>
    public static IWebHostBuilder UseHokku(this IWebHostBuilder builder, string? name = null, Action<HokkuTransportOptions>? configure = null) =>
        builder.UseTransport(provider => wanted => provider.GetRequiredService<IHokkuHosts>().Get(wanted ?? name).Network, configure);

    /// <summary>Lets Kestrel serve addresses of a host that runs already; it stays the caller's.</summary>
    public static IWebHostBuilder UseHokku(this IWebHostBuilder builder, HokkuHost host, Action<HokkuTransportOptions>? configure = null) =>
        builder.UseTransport(_ => wanted => wanted is null || wanted == host.Name ? host.Network : throw new InvalidOperationException(
            $"There is no Hokku host '{wanted}'; UseHokku was called with '{host.Name}'."), configure);

    /// <summary>Listens on all addresses of a Hokku host.</summary>
    public static void ListenHokku(this KestrelServerOptions options, string host, int port, Action<ListenOptions>? configure = null) =>
        options.ListenHokku(host, IPAddress.Any, port, configure);

    /// <summary>Listens on one address of a Hokku host.</summary>
    public static void ListenHokku(this KestrelServerOptions options, string host, IPAddress address, int port, Action<ListenOptions>? configure = null) =>
        options.Listen(new HokkuEndPoint(host, address, port), configure ?? (static _ => { }));

    private static IWebHostBuilder UseTransport(
        this IWebHostBuilder builder, Func<IServiceProvider, Func<string?, NetworkHost>> hosts, Action<HokkuTransportOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new HokkuTransportOptions();
        configure?.Invoke(options);
        return builder.ConfigureServices(services => services.AddSingleton<IConnectionListenerFactory>(provider => new HokkuConnectionListenerFactory(
            hosts(provider), options, provider.GetService<IMemoryPoolFactory<byte>>()?.Create(), provider.GetService<ILoggerFactory>())));
    }
}
