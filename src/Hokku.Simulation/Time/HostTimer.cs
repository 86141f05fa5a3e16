namespace Hokku.Simulation;

/// <summary>A timer of a <see cref="HostClock"/>.</summary>
internal sealed class HostTimer : ITimer
{
    private static readonly ContextCallback Call = static timer => ((HostTimer)timer!).Run();

    private readonly HostClock _clock;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private readonly ITimer _timer;

    public HostTimer(HostClock clock, VirtualTime time, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _clock = clock;
        _callback = callback;
        _state = state;
        _timer = time.CreateTimer(static timer => ((HostTimer)timer!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(_clock.ToWorld(dueTime), _clock.ToWorld(period));

    public void Dispose() => _timer.Dispose();

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Ring()
    {
        if (_clock.IsStopped)
            _timer.Dispose();
        else if (_context is null)
            Run();
        else
            ExecutionContext.Run(_context, Call, this);
    }

    private void Run() => _callback(_state);
}
