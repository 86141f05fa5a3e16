namespace Hokku.Simulation;

/// <summary>A timer of <see cref="VirtualTime"/>.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period;
    private bool _isDisposed;

    /// <summary>What it is set to; null when it is not.</summary>
    public Setting? Current { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
            return false;
        _period = period;
        Current = dueTime == Timeout.InfiniteTimeSpan ? null : time.Set(this, dueTime);
        return true;
    }

    public void Dispose()
    {
        _isDisposed = true;
        Current = null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Its time has come.</summary>
    public void Ring(Setting setting)
    {
        if (Current != setting)
            return;
        Current = _period > TimeSpan.Zero ? time.Set(this, _period) : null;
        callback(state);
    }

    /// <summary>One time for which a timer was set.</summary>
    internal sealed record Setting(VirtualTimer Timer, long Due)
    {
        public bool Equals(Setting? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Due.GetHashCode();
    }
}
