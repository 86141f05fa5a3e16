using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hokku.Simulation;

/// <summary>Begins and ends a program's host with its life instead of with the console's signals.</summary>
internal sealed class SimulatedLifetime(ProgramStart start, HostLife life, IServiceProvider services) : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IServer>() is { } server)
            KestrelClock.Set(server, life);
        return start.HandOver();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
