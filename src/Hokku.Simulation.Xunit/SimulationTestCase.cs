using Xunit.Sdk;
using Xunit.v3;

namespace Hokku.Simulation.Xunit;

/// <summary>A test method and its seeds.</summary>
internal sealed class SimulationTestCase : XunitTestCase, ISelfExecutingXunitTestCase
{
    /// <summary>For deserialization.</summary>
    [Obsolete("Called by the deserializer.")]
    public SimulationTestCase()
    {
    }

    public SimulationTestCase(IXunitTestMethod method, string displayName, string uniqueId, bool isExplicit, string? skipReason, SimulationSettings settings)
        : base(method, displayName, uniqueId, isExplicit, null, skipReason, null, null, null, null, null, null, null, null) => Settings = settings;

    public SimulationSettings Settings { get; private set; }

    public async ValueTask<RunSummary> Run(
        ExplicitOption explicitOption,
        IMessageBus messageBus,
        object?[] constructorArguments,
        ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource,
        ParallelMode parallelMode,
        ExecutionScheduler scheduler,
        FixtureMappingManager methodFixtureMappings)
    {
        var tests = await CreateTests().ConfigureAwait(false);
        await using var context = new SimulationCaseContext(
            this, tests, explicitOption, messageBus, aggregator, TestCaseDisplayName, SkipReason, cancellationTokenSource, parallelMode, scheduler, constructorArguments, methodFixtureMappings);
        await context.InitializeAsync().ConfigureAwait(false);
        return await new SimulationCaseRunner().RunAsync(context).ConfigureAwait(false);
    }

    protected override void Serialize(IXunitSerializationInfo info)
    {
        base.Serialize(info);
        info.AddValue("seeds", Settings.Seeds);
        info.AddValue("first", Settings.FirstSeed);
        info.AddValue("clock", (int)Settings.RealClock);
        info.AddValue("limit", Settings.LimitSeconds);
    }

    protected override void Deserialize(IXunitSerializationInfo info)
    {
        base.Deserialize(info);
        Settings = new SimulationSettings(info.GetValue<int>("seeds"), info.GetValue<long>("first"), (RealClockUse)info.GetValue<int>("clock"), info.GetValue<int>("limit"));
    }
}
