using System.Globalization;

namespace Hokku.Simulation.Xunit;

/// <summary>Decides where a test's seeds run: here, or in processes of their own, which have a pool of one thread whatever this one has.</summary>
internal sealed class SeedRunner(string name, Func<World, Task> scenario, SimulationSettings settings, CancellationToken cancellationToken)
{
    private const int Few = 16;
    private static readonly SemaphoreSlim OneWorld = new(1);

    /// <summary>The report of the first seed that fails; null when none does.</summary>
    public async Task<string?> RunAsync()
    {
        if (SeedEnvironment.Seeds is { } chosen)
            return await RunHere(SeedRange.Parse(chosen)).ConfigureAwait(false);
        var wanted = settings with { Seeds = Math.Min(settings.Seeds, SeedEnvironment.Most ?? int.MaxValue) };
        var seeds = wanted.Range.Shard(SeedEnvironment.Shard);
        if (OnePoolThread.IsHere && (seeds.Count <= Few || SeedEnvironment.Processes == 1))
            return await RunHere(seeds).ConfigureAwait(false);
        return await new SeedProcesses(name, seeds, cancellationToken).RunAsync().ConfigureAwait(false);
    }

    private static IReadOnlySet<int>? OnlyFaults() => SeedEnvironment.Faults switch
    {
        null => null,
        "none" => new HashSet<int>(),
        var list => list.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToHashSet(),
    };

    // Worlds share the pool's thread, and tests may run beside each other.
    private async Task<string?> RunHere(SeedRange seeds)
    {
        await OneWorld.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var campaign = new Campaign(scenario, settings.Options);
            string? report = null;
            if (await campaign.RunAsync(seeds, OnlyFaults()).ConfigureAwait(false) is { } failure)
                report = await campaign.ReportAsync(failure, SeedEnvironment.Captures, name).ConfigureAwait(false);
            SeedReport.Write(report);
            return report;
        }
        finally
        {
            OneWorld.Release();
        }
    }
}
