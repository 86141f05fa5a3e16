using Xunit.v3;

namespace Hokku.Simulation.Xunit;

/// <summary>xunit's runner of a test, for ours.</summary>
internal sealed class SimulationTestRunner : XunitTestRunnerBase<SimulationTestContext, IXunitTest>
{
    public ValueTask<RunSummary> RunAsync(SimulationTestContext context) => Run(context);
}
