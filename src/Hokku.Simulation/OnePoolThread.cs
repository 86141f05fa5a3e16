namespace Hokku.Simulation;

/// <summary>The thread pool with exactly one thread, without which programs have no order that can be repeated.</summary>
public static class OnePoolThread
{
    /// <summary>What starts a process so: both, set before it starts.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "1",
        ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1",
    };

    /// <summary>Whether this process has it.</summary>
    public static bool IsHere
    {
        get
        {
            ThreadPool.GetMinThreads(out int least, out _);
            ThreadPool.GetMaxThreads(out int most, out _);
            return least == 1 && most == 1;
        }
    }

    /// <exception cref="SimulationException">This process does not have it: what to do.</exception>
    public static void Require()
    {
        if (IsHere)
            return;
        ThreadPool.GetMinThreads(out int least, out _);
        ThreadPool.GetMaxThreads(out int most, out _);
        throw new SimulationException(
            $"A world needs a thread pool of exactly one thread, and this process has {least} to {most}. It can only be set when a process starts: reference the package Hokku.Simulation "
            + "from the project that is started (it sets ThreadPoolMinThreads and ThreadPoolMaxThreads to 1 in its runtimeconfig.json), or put both into the project file, or start it with "
            + "DOTNET_ThreadPool_ForceMinWorkerThreads=1 and DOTNET_ThreadPool_ForceMaxWorkerThreads=1. Tests with [Simulation] start such a process by themselves.");
    }
}
