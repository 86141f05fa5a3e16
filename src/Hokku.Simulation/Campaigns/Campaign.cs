using System.Text;

namespace Hokku.Simulation;

/// <summary>
/// Runs a scenario with many seeds, and when one fails finds the fewest faults with which it still does, and says all that is needed to see it again.
/// </summary>
/// <param name="scenario">Describes a world and runs in it. It is called inside the world's run: what it awaits passes in virtual time.</param>
/// <param name="options">How each world is watched and limited.</param>
public sealed class Campaign(Func<World, Task> scenario, WorldOptions? options = null)
{
    private const int MostShrinkingRuns = 200;
    private readonly WorldOptions _options = options ?? new WorldOptions();

    /// <summary>How many runs were made.</summary>
    public int Runs { get; private set; }

    /// <summary>Runs the seeds one after the other; the first failure, or null.</summary>
    public async Task<SeedFailure?> RunAsync(SeedRange seeds, IReadOnlySet<int>? onlyFaults = null)
    {
        for (ulong seed = seeds.First; seed <= seeds.Last; seed++)
        {
            if (await RunAsync(seed, onlyFaults).ConfigureAwait(false) is { } failure)
                return failure;
        }

        return null;
    }

    /// <summary>Runs one seed; its failure, or null.</summary>
    public Task<SeedFailure?> RunAsync(ulong seed, IReadOnlySet<int>? onlyFaults = null) => RunAsync(seed, _options with { OnlyFaults = onlyFaults });

    /// <summary>Leaves faults out as long as the seed still fails in the same way (Zeller's delta debugging).</summary>
    public async Task<SeedFailure> ShrinkAsync(SeedFailure failure)
    {
        var best = failure;
        int parts = 2;
        int last = Runs + MostShrinkingRuns;

        // None or one is often enough, and where one fault moves what others meet, leaving out step by step would not find it.
        foreach (var few in failure.Faults.Select(fault => new HashSet<int> { fault.Number }).Prepend([]))
        {
            if (failure.Faults.Count > 1 && await RunAsync(failure.Seed, few).ConfigureAwait(false) is { } found && failure.IsLike(found))
                return found;
        }

        while (best.Faults.Count > 0 && Runs < last)
        {
            bool smaller = false;
            int size = Math.Max(1, (best.Faults.Count + parts - 1) / parts);
            foreach (var part in best.Faults.Chunk(size))
            {
                var rest = best.Faults.Except(part).Select(fault => fault.Number).ToHashSet();
                if (await RunAsync(failure.Seed, rest).ConfigureAwait(false) is not { } found || !failure.IsLike(found))
                    continue;
                best = found;
                smaller = true;
                break;
            }

            if (smaller)
                parts = Math.Max(2, parts - 1);
            else if (size == 1)
                break;
            else
                parts *= 2;
        }

        return best;
    }

    /// <summary>What a failure says: made smaller first, with a capture of the smallest run.</summary>
    /// <param name="failure">From a run.</param>
    /// <param name="folder">Where the capture goes; null for none.</param>
    /// <param name="name">The scenario's name, for the file and the command that repeats it.</param>
    public async Task<string> ReportAsync(SeedFailure failure, string? folder, string name)
    {
        var small = await ShrinkAsync(failure).ConfigureAwait(false);
        string? capture = null;
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            capture = Path.Combine(folder, $"{name}-{failure.Seed}.pcapng");
            small = await RunAsync(failure.Seed, _options with
            {
                OnlyFaults = small.Faults.Select(fault => fault.Number).ToHashSet(),
                Capture = File.Create(capture),
            }).ConfigureAwait(false) ?? small;
        }

        return Write(failure, small, capture, name);
    }

    private static string Write(SeedFailure failure, SeedFailure small, string? capture, string name)
    {
        var text = new StringBuilder();
        text.AppendLine(null, $"{name} fails with seed {failure.Seed}, at {small.At.TotalSeconds:0.000000} s of virtual time: {small.Problem.Message}");
        if (failure.Faults.Count > 0)
        {
            text.AppendLine(null, $"With {small.Faults.Count} of {failure.Faults.Count} faults{(small.Faults.Count == 0 ? ": none is needed" : ":")}");
            foreach (var fault in small.Faults)
                text.AppendLine(null, $"  {fault}");
        }

        text.AppendLine("The last events:");
        foreach (var each in small.Events)
            text.AppendLine(null, $"  {each}");
        if (capture is not null)
            text.AppendLine(null, $"All packets, in virtual time: {capture}");
        string only = small.Faults.Count < failure.Faults.Count ? $" HOKKU_FAULTS={(small.Faults.Count == 0 ? "none" : string.Join(',', small.Faults.Select(fault => fault.Number)))}" : "";
        text.Append(null, $"Run it again, under a debugger if you like: HOKKU_SEED={failure.Seed}{only}");
        return text.ToString();
    }

    private async Task<SeedFailure?> RunAsync(ulong seed, WorldOptions options)
    {
        Runs++;
        await using var world = new World(seed, options);
        try
        {
            await world.RunScenarioAsync(scenario).ConfigureAwait(false);
            return null;
        }
        catch (Exception problem)
        {
            return new SeedFailure(seed, world.Now, problem, world.Faults, world.Events, world.Hash);
        }
    }
}
