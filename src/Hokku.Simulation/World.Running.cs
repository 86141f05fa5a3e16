using Hokku.Devices.VirtualWire;
using Hokku.Wire.Addresses;

namespace Hokku.Simulation;

/// <content>Runs.</content>
public sealed partial class World
{
    private const int EndingTurns = 10_000;
    private static readonly AsyncLocal<World?> Flowing = new();
    private readonly Pump _pump;
    private readonly List<OutsideUse> _outsideUses = [];
    private bool _isDisposed;
    private bool _isScenario;

    /// <summary>The world that the running code belongs to; null outside of all worlds.</summary>
    public static World? Current => Flowing.Value;

    /// <summary>Uses of the real clock that were met, when <see cref="WorldOptions.RealClock"/> has them listed.</summary>
    public IReadOnlyList<OutsideUse> RealClockUses => _outsideUses;

    internal WireRoom Wires => _wires;

    internal bool IsRunning => _pump.IsRunning;

    internal bool HasFailed => _pump.HasFailed;

    /// <summary>Begins the world when it has not, and runs it until the body is done. The body runs on the pool's thread, beside the programs.</summary>
    /// <exception cref="SimulationException">The topology is impossible, a program failed or blocked, or nothing can happen any more.</exception>
    public Task RunAsync(Func<Task> body) => Current == this && IsRunning ? RunInside(body) : _pump.RunAsync(
        () =>
        {
            Flowing.Value = this;
            Begin();
            return body();
        },
        Options.Limit);

    /// <summary>
    /// Lets a scenario describe this world and run in it: it is called on the pool's thread, and the world begins when it first waits, or asks for a host's life.
    /// </summary>
    internal Task RunScenarioAsync(Func<World, Task> scenario) => _pump.RunAsync(
        async () =>
        {
            Flowing.Value = this;
            _isScenario = true;
            Task running;
            try
            {
                running = scenario(this);
            }
            finally
            {
                _isScenario = false;
            }

            Begin();
            await running.ConfigureAwait(false);
        },
        Options.Limit);

    /// <summary>Begins a world that a scenario is describing, at its first use of a host.</summary>
    internal void BeginIfDescribed()
    {
        if (_isScenario)
            Begin();
    }

    /// <summary>Runs the world for this much virtual time.</summary>
    /// <exception cref="SimulationException">As the other, or the time is negative.</exception>
    public Task RunAsync(TimeSpan time) => time >= TimeSpan.Zero
        ? RunAsync(() => Task.Delay(time, Time))
        : throw new SimulationException($"A world does not run for {time}: time goes forward only.");

    // A scenario of a campaign is inside the run already.
    private Task RunInside(Func<Task> body)
    {
        BeginIfDescribed();
        return body();
    }

    /// <summary>As the other, for a thread that is not the pool's: it blocks until the run is over.</summary>
    public void Run(Func<Task> body)
    {
        if (Thread.CurrentThread.IsThreadPoolThread)
            throw new SimulationException("World.Run blocks, and this is the pool's only thread: await World.RunAsync.");
        RunAsync(body).GetAwaiter().GetResult();
    }

    /// <summary>Waits on the world's clock; for scenarios.</summary>
    public Task Delay(TimeSpan time, CancellationToken cancellationToken = default) => Task.Delay(time, Time, cancellationToken);

    /// <summary>Ends all programs and gives back what hosts hold.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        var lives = _hosts.SelectMany(host => host.Lives).ToList();
        foreach (var life in lives)
            await life.EndAsync().ConfigureAwait(false);
        await DrainAsync().ConfigureAwait(false);
        foreach (var life in lives)
            life.Dispose();
        await DrainAsync().ConfigureAwait(false);
        Trace.Dispose();
    }

    /// <summary>The present run ends with this.</summary>
    internal void Fail(string what, Exception? inner = null) => _pump.Fail(new SimulationException($"{what}\n(seed {Seed}, at {Now})", inner));

    /// <summary>The pool's thread waits for another that begins a program.</summary>
    internal void Lend(Action action)
    {
        _pump.IsLending = true;
        action();
        _pump.IsLending = false;
    }

    /// <summary>The real clock was used.</summary>
    internal void Report(OutsideUse use)
    {
        if (_outsideUses.Any(known => known.Where == use.Where))
            return;
        _outsideUses.Add(use);
        if (Options.RealClock == RealClockUse.Fails && !HasFailed)
            Fail($"{use}\nTime is virtual in a world: take the TimeProvider from the host (from DI in a hosted program), as in Task.Delay(time, timeProvider); give an HttpClient HostLife.CreateHttpHandler(), or take it from IHttpClientFactory; or set WorldOptions.RealClock.");
    }

    internal IEnumerable<(Segment Network, IPv4Address Gateway)> RoutesOf(SimulatedHost host) => _plan!.RoutesOf(host);

    private void Begin()
    {
        if (HasBegun)
            return;
        if (Options.RealClock != RealClockUse.Ignored)
            OutsideWatch.Begin();
        JoinTheLonely();
        var plan = new TopologyPlan(_links);
        _plan = plan;
        Partitions.Owner = address => plan[new IPv4Address(address)]?.Node as SimulatedHost;
        foreach (var node in _nodes.Values)
        {
            if (node is SwitchNode junction)
                junction.Begin();
            else if (node is RouterNode router)
                router.Begin(destination => plan.Route(router, destination));
        }

        Schedule.Begin();
        foreach (var host in _hosts)
            host.Begin();
    }

    // Hosts that nothing was said about are in one room, on one switch.
    private void JoinTheLonely()
    {
        string[] lonely = [.. _hosts.Where(host => host.Ends.Count == 0).Select(host => host.Name)];
        if (lonely.Length > 1)
            AddSwitch(_nodes.ContainsKey("lan") ? "hokku-lan" : "lan", lonely);
    }

    // What the programs' ends have set off runs now, and not into the next world.
    private static async Task DrainAsync()
    {
        for (int turn = 0, quiet = 0; turn < EndingTurns && quiet < 3; turn++)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            quiet = ThreadPool.PendingWorkItemCount == 0 ? quiet + 1 : 0;
        }
    }
}
