using Xunit.v3;

namespace Hokku.Simulation.Xunit;

/// <summary>xunit's runner of a test case, for ours.</summary>
internal sealed class SimulationCaseRunner : XunitTestCaseRunnerBase<SimulationCaseContext, IXunitTestCase, IXunitTest>
{
    public ValueTask<RunSummary> RunAsync(SimulationCaseContext context) => Run(context);
}
