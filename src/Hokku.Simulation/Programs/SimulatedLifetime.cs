using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hokku.Simulation;

/// <summary>Begins and ends a program's host with its life instead of with the console's signals.</summary>
internal sealed class SimulatedLifetime(ProgramStart? start, HostLife life, IServiceProvider services) : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IServer>() is { } server)
            KestrelClock.Set(server, life);
        if (start is not null)
            return start.HandOver();
        life.Stopping.UnsafeRegister(static application => ((IHostApplicationLifetime)application!).StopApplication(), services.GetRequiredService<IHostApplicationLifetime>());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
