using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>
/// Wakes the stack when its wheel has something to do: one timer of the stack's clock, set outside the stack, and only when the next deadline has come
/// nearer. A stack without armed timers is never woken.
/// </summary>
internal sealed class WheelAlarm(NetStack stack) : StackOperation, IDisposable
{
    private const long Never = long.MaxValue;

    // Inside: the tick for which the alarm is set or going to be set.
    private long _tick = Never;

    // The tick that is wanted, told from inside to outside.
    private long _wanted = Never;
    private int _requests;
    private ITimer? _timer;

    /// <summary>Whether the tick has come at which there is something to do.</summary>
    public bool IsDue(long now) => now >= _tick;

    /// <summary>Inside: something becomes due at the tick.</summary>
    public void Need(long tick)
    {
        if (tick >= _tick)
            return;
        _tick = tick;
        Volatile.Write(ref _wanted, tick);
        stack.Lock.HasOutsideWork = true;
    }

    /// <summary>Inside: the tick has come.</summary>
    public void Passed() => _tick = Never;

    /// <summary>Outside: sets the timer, one thread at a time; who comes meanwhile leaves that to it.</summary>
    public void Set()
    {
        if (Volatile.Read(ref _wanted) == Never || Interlocked.Increment(ref _requests) != 1)
            return;
        int done;
        do
        {
            done = Volatile.Read(ref _requests);
            long tick = Interlocked.Exchange(ref _wanted, Never);
            if (tick != Never)
                Change(TimeSpan.FromMilliseconds(tick) - stack.Elapsed);
        }
        while (Interlocked.Add(ref _requests, -done) != 0);
    }

    public void Dispose() => _timer?.Dispose();

    protected internal override void Run()
    {
        Passed();
        stack.Lock.Unsettled = true;
    }

    private void Change(TimeSpan delay)
    {
        if (delay < TimeSpan.Zero)
            delay = TimeSpan.Zero;

        // The system's timers cut to whole milliseconds and would be early.
        if (stack.Time == TimeProvider.System)
            delay = TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(delay.TotalMilliseconds), uint.MaxValue - 1));
        _timer ??= Create();
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private ITimer Create()
    {
        // Nothing of the caller's context is to flow into the stack.
        if (ExecutionContext.IsFlowSuppressed())
            return stack.Time.CreateTimer(Ring, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using (ExecutionContext.SuppressFlow())
            return stack.Time.CreateTimer(Ring, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        static void Ring(object? state)
        {
            var alarm = (WheelAlarm)state!;
            alarm.Post();
        }
    }

    private void Post() => stack.Post(this);
}
