namespace Hokku.Simulation;

/// <summary>How a scenario failed with a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="At">The virtual time.</param>
/// <param name="Problem">The exception that the scenario or a program threw.</param>
/// <param name="Faults">The faults that were scheduled.</param>
/// <param name="Events">The last events.</param>
/// <param name="Hash">The hash over the run.</param>
public sealed record SeedFailure(ulong Seed, TimeSpan At, Exception Problem, IReadOnlyList<Fault> Faults, IReadOnlyList<WorldEvent> Events, string Hash)
{
    /// <summary>Whether another run failed in the same way: by the same kind of exception.</summary>
    public bool IsLike(SeedFailure? other) => other is not null && Kind(Problem) == Kind(other.Problem);

    private static string Kind(Exception problem) => problem is SimulationException { InnerException: { } inner } ? $"program {inner.GetType()}" : problem.GetType().ToString();
}
