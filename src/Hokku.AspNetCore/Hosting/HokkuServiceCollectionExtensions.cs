using Hokku.AspNetCore;
using Hokku.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Hokku hosts as services of an application.</summary>
public static class HokkuServiceCollectionExtensions
{
    /// <summary>
    /// Adds a Hokku host: a stack with addresses of its own. It starts before, and ends after, everything else of the application. Its values come from the
    /// section Hokku:NAME of the application's configuration, then from <paramref name="configure"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The host's name: letters, digits, '-', '_' and '.'.</param>
    /// <param name="configure">Adds what the configuration does not say.</param>
    public static IServiceCollection AddHokku(this IServiceCollection services, string name, Action<HokkuOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (services.Any(each => each.ImplementationInstance is HokkuRegistration known && known.Name == name))
            throw new InvalidOperationException($"There is a Hokku host '{name}' already; give the second one another name.");
        services.AddSingleton(new HokkuRegistration(name));
        var options = services.AddOptions<HokkuOptions>(name).Configure<IServiceProvider>((made, provider) =>
        {
            made.Host.Name = name;
            if (provider.GetService<IConfiguration>() is { } configuration)
                HostSection.Read(configuration.GetSection($"Hokku:{name}"), made.Host);
        });
        if (configure is not null)
            options.Configure(configure);
        services.AddSingleton<IValidateOptions<HokkuOptions>>(new HokkuOptionsValidation(name));
        services.AddLogging();
        services.TryAddSingleton<HokkuHosts>();
        services.TryAddSingleton<IHokkuHosts>(provider => provider.GetRequiredService<HokkuHosts>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HokkuHostedService>());
        // Not the host itself: a container would dispose of what it hands out.
        services.TryAddSingleton(provider => provider.GetRequiredService<IHokkuHosts>().Get().Network);
        services.TryAddSingleton(provider => provider.GetRequiredService<IHokkuHosts>().Get().Resolver);
        services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<IHokkuHosts>().Get(name).Network);
        services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<IHokkuHosts>().Get(name).Resolver);
        return services;
    }

    /// <summary>Lets the client's connections go out from a Hokku host, and its names be resolved by the host's resolver.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="name">The host; null for the only one.</param>
    public static IHttpClientBuilder UseHokku(this IHttpClientBuilder builder, string? name = null) =>
        builder.UseSocketsHttpHandler((handler, provider) =>
        {
            var host = provider.GetRequiredService<IHokkuHosts>().Get(name);
            handler.UseProxy = false;
            HokkuHttp.Connecting(handler, host.Network, host.Resolver);
        });

    /// <summary>Adds a health check of a Hokku host: unhealthy when it does not run or none of its interfaces is up, degraded when one has no link.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The host; null for the only one.</param>
    public static IHealthChecksBuilder AddHokku(this IHealthChecksBuilder builder, string? name = null) =>
        builder.Add(new(name is null ? "hokku" : $"hokku {name}", provider => new HokkuHealthCheck(provider.GetRequiredService<IHokkuHosts>(), name), null, null));
}
