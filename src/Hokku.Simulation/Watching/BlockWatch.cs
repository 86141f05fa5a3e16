using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Hokku.Simulation;

/// <summary>
/// Sees, from a thread of its own, that a program blocks the pool's only thread; wakes it with an exception, whose stack says where it blocked, so that the run
/// fails instead of hanging.
/// </summary>
internal sealed class BlockWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly Lock Lock = new();
    private static BlockWatch? _current;

    private readonly World _world;
    private readonly Pump _pump;
    private readonly ManualResetEventSlim _over = new();
    private volatile bool _interrupting;

    private BlockWatch(World world, Pump pump)
    {
        _world = world;
        _pump = pump;
    }

    /// <exception cref="SimulationException">Another world runs in this process.</exception>
    public static void Begin(World world, Pump pump)
    {
        lock (Lock)
        {
            if (_current is not null)
                throw new SimulationException("Another world runs in this process: worlds share the pool's only thread, and only one runs at a time.");
            _current = new BlockWatch(world, pump);
            new Thread(_current.Watch) { IsBackground = true, Name = "Hokku.Simulation watch" }.Start();
        }
    }

    public static void End(Pump pump)
    {
        lock (Lock)
        {
            if (_current?._pump != pump)
                return;
            _current._over.Set();
            _current = null;
        }
    }

    private void Watch()
    {
        AppDomain.CurrentDomain.FirstChanceException += Seen;
        try
        {
            long turns = -1;
            var blocked = TimeSpan.Zero;
            while (!_over.Wait(Interval))
            {
                bool stands = _pump.Turns == turns && _pump.Thread is { } thread && (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0 && !_pump.IsLending;
                turns = _pump.Turns;
                blocked = stands ? blocked + Interval : TimeSpan.Zero;
                if (blocked < _world.Options.BlockedLimit)
                    continue;
                blocked = TimeSpan.Zero;
                _interrupting = true;
                _pump.Thread!.Interrupt();
            }
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Seen;
        }
    }

    // On the blocked thread, where it blocked.
    private void Seen(object? sender, FirstChanceExceptionEventArgs what)
    {
        if (!_interrupting || what.Exception is not ThreadInterruptedException || Thread.CurrentThread != _pump.Thread)
            return;
        _interrupting = false;
        string name = HostLife.Current?.Name is { } host ? $"host {host}" : "the scenario";
        _world.Fail($"sync-over-async on {name}: the pool's only thread was blocked, and so nothing that it waits for could happen. Await instead of Wait, Result, GetResult or Sleep. It was here:\n{Where()}");
    }

    private static string Where()
    {
        var frames = new StackTrace(fNeedFileInfo: true).ToString().Split('\n')
            .Where(line => !line.Contains("Hokku.Simulation.BlockWatch", StringComparison.Ordinal) && line.Trim().Length > 0);
        return string.Join('\n', frames.Select(line => line.TrimEnd()).Take(40));
    }
}
