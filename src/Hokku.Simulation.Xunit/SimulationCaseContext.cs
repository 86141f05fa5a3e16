using Xunit.Sdk;
using Xunit.v3;

namespace Hokku.Simulation.Xunit;

/// <summary>Runs the test of a <see cref="SimulationTestCase"/> with its seeds.</summary>
internal sealed class SimulationCaseContext(
    SimulationTestCase testCase,
    IReadOnlyCollection<IXunitTest> tests,
    ExplicitOption explicitOption,
    IMessageBus messageBus,
    ExceptionAggregator aggregator,
    string displayName,
    string? skipReason,
    CancellationTokenSource cancellationTokenSource,
    ParallelMode parallelMode,
    ExecutionScheduler scheduler,
    object?[] constructorArguments,
    FixtureMappingManager fixtures)
    : XunitTestCaseRunnerBaseContext<IXunitTestCase, IXunitTest>(
        testCase, tests, explicitOption, messageBus, aggregator, displayName, skipReason, cancellationTokenSource, parallelMode, scheduler, constructorArguments, fixtures)
{
    public override async ValueTask<RunSummary> RunTest(IXunitTest test)
    {
        await using var context = new SimulationTestContext(
            test, testCase.Settings, ExplicitOption, MessageBus, Aggregator.Clone(), CancellationTokenSource, ParallelMode, Scheduler, BeforeAfterTestAttributes, ConstructorArguments, CaseFixtureMappings);
        await context.InitializeAsync().ConfigureAwait(false);
        return await new SimulationTestRunner().RunAsync(context).ConfigureAwait(false);
    }
}
