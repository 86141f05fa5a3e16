namespace Hokku.Simulation.Xunit;

/// <summary>What the attribute of a test says.</summary>
internal readonly record struct SimulationSettings(int Seeds, long FirstSeed, RealClockUse RealClock, int LimitSeconds)
{
    /// <exception cref="SimulationException">There are no such seeds.</exception>
    public SeedRange Range => Seeds > 0 && FirstSeed >= 0
        ? new SeedRange((ulong)FirstSeed, (ulong)(FirstSeed + Seeds - 1))
        : throw new SimulationException($"[Simulation(Seeds = {Seeds}, FirstSeed = {FirstSeed})] names no seeds: Seeds is 1 or more, FirstSeed 0 or more.");

    public WorldOptions Options => new()
    {
        RealClock = RealClock,
        Limit = LimitSeconds > 0 ? TimeSpan.FromSeconds(LimitSeconds) : TimeSpan.FromDays(1),
    };
}
