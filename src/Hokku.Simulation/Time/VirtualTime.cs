namespace Hokku.Simulation;

/// <summary>
/// A clock that stands still until it is told to go on: timers run on the thread that advances it, in the order of their due times and, where those are
/// equal, in the order they were set. The same program gives the same run.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<VirtualTimer.Setting, (long Due, long Order)> _settings = new();
    private readonly DateTimeOffset _epoch;
    private long _ticks;
    private long _order;

    /// <param name="epoch">The wall time at the start; the first second of 2030 by default.</param>
    public VirtualTime(DateTimeOffset? epoch = null) => _epoch = epoch ?? new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The wall time at the start.</summary>
    public DateTimeOffset Epoch => _epoch;

    /// <summary>How far the clock has gone.</summary>
    public TimeSpan Elapsed => new(Volatile.Read(ref _ticks));

    /// <summary>When the next timer is due; null when none is set.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_lock)
                return Peek() is { } setting ? new TimeSpan(setting.Due) : null;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => _epoch + Elapsed;

    /// <summary>Makes a timer. A due time of zero is run by the next advance, even one of zero.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes on by this much and runs every timer that becomes due, each at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(Elapsed + by);
    }

    /// <summary>Goes on to a time since the start and runs every timer that becomes due, each at its own time.</summary>
    public void AdvanceTo(TimeSpan time)
    {
        while (RunNext(time.Ticks))
        {
        }

        if (time.Ticks > _ticks)
            Volatile.Write(ref _ticks, time.Ticks);
    }

    /// <summary>Goes on until no timer is set or the limit is reached; returns how far it went.</summary>
    /// <exception cref="InvalidOperationException">Timers were still set at the limit.</exception>
    public TimeSpan RunUntilIdle(TimeSpan? limit = null)
    {
        long start = _ticks;
        var end = Elapsed + (limit ?? TimeSpan.FromDays(1));
        while (RunNext(end.Ticks))
        {
        }

        if (NextDue is { } due)
            throw new InvalidOperationException($"Not idle after {end}: a timer is due at {due}.");
        return new TimeSpan(_ticks - start);
    }

    /// <summary>Goes on from timer to timer until the condition holds, at most so far; false when it does not hold then.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        long end = (Elapsed + limit).Ticks;
        while (!condition())
        {
            if (!RunNext(end))
            {
                Volatile.Write(ref _ticks, end);
                return condition();
            }
        }

        return true;
    }

    internal VirtualTimer.Setting Set(VirtualTimer timer, TimeSpan delay)
    {
        lock (_lock)
        {
            var setting = new VirtualTimer.Setting(timer, _ticks + delay.Ticks);
            _settings.Enqueue(setting, (setting.Due, _order++));
            return setting;
        }
    }

    /// <summary>Goes on to the next timer that is due until then and runs it; false when there is none.</summary>
    internal bool RunNext(long until)
    {
        VirtualTimer.Setting setting;
        lock (_lock)
        {
            if (Peek() is not { } next || next.Due > until)
                return false;
            setting = _settings.Dequeue();
            if (setting.Due > _ticks)
                Volatile.Write(ref _ticks, setting.Due);
        }

        setting.Timer.Ring(setting);
        return true;
    }

    // Changed and disposed timers leave their settings behind.
    private VirtualTimer.Setting? Peek()
    {
        while (_settings.TryPeek(out var setting, out _))
        {
            if (setting.Timer.Current == setting)
                return setting;
            _settings.Dequeue();
        }

        return null;
    }
}
