using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Hokku.Simulation.Xunit;

/// <summary>
/// A test that runs with many seeds, each in a world of its own: <c>[Simulation(Seeds = 1000)] async Task Survives(World world)</c>. The method describes the world
/// and runs in it. Seeds run in parallel processes; the first that fails is made smaller and told with all that is needed to see it again.
/// </summary>
/// <remarks>
/// Environment: HOKKU_SEED=7 (or 0-99) runs these seeds in this process, HOKKU_FAULTS=0,3 (or none) only these faults, HOKKU_SHARD=2/8 the second of eight parts,
/// HOKKU_SEEDS=50 at most so many seeds of each test, HOKKU_PROCESSES=4 so many at once, HOKKU_CAPTURES=FOLDER where captures of failures go.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(SimulationDiscoverer))]
public sealed class SimulationAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber)
{
    /// <summary>How many seeds, from <see cref="FirstSeed"/> on.</summary>
    public int Seeds { get; set; } = 100;

    public long FirstSeed { get; set; }

    /// <summary>What uses of the real clock do.</summary>
    public RealClockUse RealClock { get; set; } = RealClockUse.Fails;

    /// <summary>How much virtual time a run may take, in seconds; 0 for a day.</summary>
    public int LimitSeconds { get; set; }
}
