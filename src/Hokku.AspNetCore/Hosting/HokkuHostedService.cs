using Microsoft.Extensions.Hosting;

namespace Hokku.AspNetCore.Hosting;

/// <summary>Starts all hosts before anything of the application starts, and ends them after all of it has stopped.</summary>
internal sealed class HokkuHostedService(HokkuHosts hosts) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (string name in hosts.Names)
            hosts.Get(name);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        hosts.Dispose();
        return Task.CompletedTask;
    }
}
