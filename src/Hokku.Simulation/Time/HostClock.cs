namespace Hokku.Simulation;

/// <summary>
/// A host's own clock: the world's time, wrong by an offset and a drift. It stops for ever when its host crashes: timers set on it never ring, so that
/// nothing of a crashed program goes on. Timers flow the execution context of who set them, as the system's do.
/// </summary>
public sealed class HostClock : TimeProvider
{
    private readonly VirtualTime _time;
    private TimeSpan _offset;
    private double _rate = 1;
    private long _origin;
    private long _originTicks;

    internal HostClock(VirtualTime time) => _time = time;

    /// <summary>Whether the host has crashed.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>By how much the clock's wall time is ahead of the world's.</summary>
    public TimeSpan Skew => GetUtcNow() - _time.GetUtcNow();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Ticks of the host's own oscillator, which drifts and is never set back.</summary>
    public override long GetTimestamp() => _origin + (long)((_time.GetTimestamp() - _originTicks) * _rate);

    public override DateTimeOffset GetUtcNow() => _time.Epoch + new TimeSpan(GetTimestamp()) + _offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new HostTimer(this, _time, callback, state, dueTime, period);
    }

    internal void Stop() => IsStopped = true;

    internal void SetOffset(TimeSpan offset) => _offset = offset;

    /// <summary>Runs at another speed from now on; timers that are set keep their time.</summary>
    internal void SetRate(double rate)
    {
        _origin = GetTimestamp();
        _originTicks = _time.GetTimestamp();
        _rate = rate;
    }

    /// <summary>How long the world takes for this much of the host's time.</summary>
    internal TimeSpan ToWorld(TimeSpan own) => own == Timeout.InfiniteTimeSpan || _rate == 1 ? own : own / _rate;
}
