using System.Diagnostics;
using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Hokku.Simulation.Xunit;

/// <summary>Calls the test method once for each seed, on an object of its own.</summary>
internal sealed class SimulationTestContext(
    IXunitTest test,
    SimulationSettings settings,
    ExplicitOption explicitOption,
    IMessageBus messageBus,
    ExceptionAggregator aggregator,
    CancellationTokenSource cancellationTokenSource,
    ParallelMode parallelMode,
    ExecutionScheduler scheduler,
    IReadOnlyCollection<IBeforeAfterTestAttribute> beforeAfter,
    object?[] constructorArguments,
    FixtureMappingManager fixtures)
    : XunitTestRunnerBaseContext<IXunitTest>(
        test, explicitOption, messageBus, aggregator, cancellationTokenSource, parallelMode, scheduler, beforeAfter, constructorArguments, fixtures)
{
    public override async ValueTask<TimeSpan> InvokeTest(object? testClassInstance)
    {
        var watch = Stopwatch.StartNew();
        await Aggregator.RunAsync(RunAsync).ConfigureAwait(false);
        return watch.Elapsed;
    }

    private async ValueTask RunAsync()
    {
        var parameters = Method.GetParameters();
        if (parameters.Length != 1 || parameters[0].ParameterType != typeof(World) || !typeof(Task).IsAssignableFrom(Method.ReturnType))
            throw new SimulationException($"A test with [Simulation] takes a World and returns a Task, as in async Task {Method.Name}(World world).");
        string name = $"{Method.DeclaringType!.FullName}.{Method.Name}";
        string? report = await new SeedRunner(name, Scenario, settings, CancellationTokenSource.Token).RunAsync().ConfigureAwait(false);
        if (report is not null)
            throw new SimulationFailedException(report);
    }

    private async Task Scenario(World world)
    {
        object? instance = Method.IsStatic ? null : Activator.CreateInstance(Method.DeclaringType!, ConstructorArguments);
        try
        {
            await ((Task)Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, [world], null)!).ConfigureAwait(false);
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else
                (instance as IDisposable)?.Dispose();
        }
    }
}
