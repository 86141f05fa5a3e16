namespace Hokku.Simulation;

/// <summary>Where two runs of one seed went different ways: a program asked something that is not in its seed.</summary>
/// <param name="First">The event of the first run; null when it had ended.</param>
/// <param name="Second">The event of the second run; null when it had ended.</param>
/// <param name="Before">The last events that both had.</param>
public sealed record Divergence(WorldEvent? First, WorldEvent? Second, IReadOnlyList<WorldEvent> Before)
{
    private const int ShownBefore = 10;

    /// <summary>Runs a seed twice; null when both runs were the same.</summary>
    public static async Task<Divergence?> FindAsync(ulong seed, Func<World, Task> scenario, WorldOptions? options = null)
    {
        var first = await EventsOf(seed, scenario, options).ConfigureAwait(false);
        var second = await EventsOf(seed, scenario, options).ConfigureAwait(false);
        return Find(first, second);
    }

    /// <summary>The first event that is not in both; null when there is none.</summary>
    public static Divergence? Find(IReadOnlyList<WorldEvent> first, IReadOnlyList<WorldEvent> second)
    {
        int at = 0;
        while (at < first.Count && at < second.Count && first[at].Hash == second[at].Hash)
            at++;
        return at == first.Count && at == second.Count
            ? null
            : new Divergence(first.ElementAtOrDefault(at), second.ElementAtOrDefault(at), [.. first.Take(at).TakeLast(ShownBefore)]);
    }

    public override string ToString() =>
        $"Both runs had\n{string.Join('\n', Before)}\nand then the first had\n{Show(First)}\nand the second\n{Show(Second)}";

    private static string Show(WorldEvent? what) => what is null ? "               nothing more" : $"{what} (event {what.Number})";

    private static async Task<IReadOnlyList<WorldEvent>> EventsOf(ulong seed, Func<World, Task> scenario, WorldOptions? options)
    {
        await using var world = new World(seed, (options ?? new WorldOptions()) with { KeepEvents = true });
        try
        {
            await world.RunScenarioAsync(scenario).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            world.Trace.Note("failed", problem.GetType().Name);
        }

        return world.Events;
    }
}
