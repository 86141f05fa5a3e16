using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Hokku.Simulation;

/// <summary>What a program finds among its services in place of the world outside.</summary>
internal static class SimulatedServices
{
    public static void Add(IServiceCollection services, HostLife life)
    {
        services.AddSingleton(life);
        services.AddSingleton(life.Time);
        services.AddSingleton(life.Random);
        services.AddSingleton<IHostSource>(new LifeHostSource(life));
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new SimulatedHttp(life));

        // The factory changes handlers every two real minutes.
        services.ConfigureAll<HttpClientFactoryOptions>(static options => options.HandlerLifetime = Timeout.InfiniteTimeSpan);
    }
}
