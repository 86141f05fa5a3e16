using Microsoft.Extensions.Http;

namespace Hokku.Simulation;

/// <summary>Puts the clients of a program's IHttpClientFactory on its host's network and clock.</summary>
internal sealed class SimulatedHttp(HostLife life) : IHttpMessageHandlerBuilderFilter
{
    /// <summary>A handler for HttpClient that connects from the host and whose time is the host's.</summary>
    public static HttpMessageHandler Handler(HostLife life, SocketsHttpHandler settings) => new VirtualTimeout(life.Time) { InnerHandler = OnHost(settings, life) };

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.PrimaryHandler is SocketsHttpHandler handler)
            OnHost(handler, life);
        else if (builder.PrimaryHandler is HttpClientHandler)
            builder.PrimaryHandler = OnHost(new SocketsHttpHandler(), life);
        builder.AdditionalHandlers.Insert(0, new VirtualTimeout(life.Time));
    };

    // Pools measure idleness by the real clock, trace headers have random numbers of the system's, and TLS would resume sessions of another world.
    private static SocketsHttpHandler OnHost(SocketsHttpHandler handler, HostLife life)
    {
        handler.UseProxy = false;
        handler.PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan;
        handler.PooledConnectionLifetime = Timeout.InfiniteTimeSpan;
        handler.ActivityHeadersPropagator = null;
        handler.SslOptions.AllowTlsResume = false;
        handler.ConnectCallback ??= async (context, cancellationToken) =>
            await life.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
        return handler;
    }
}
