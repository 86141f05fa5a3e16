using System.Runtime.ExceptionServices;
using Hokku.Abstractions;

namespace Hokku.Stack;

/// <content>Time, and what is done before and after the stack is left.</content>
public sealed partial class NetStack
{
    /// <summary>How many looped packets are delivered before other work gets its turn.</summary>
    private const int LoopedAtOnce = 256;

    private TimeSpan _now;
    private Exception? _failure;

    public TimeSpan Now => Lock.IsClockRead ? _now : ReadClock();

    /// <summary>Time since the stack was made, read now. From any thread.</summary>
    internal TimeSpan Elapsed => Time.GetElapsedTime(_started);

    internal BatchList Batch { get; } = new();

    public void Arm(NetTimer timer, TimeSpan delay)
    {
        var now = Now;
        var due = delay <= TimeSpan.Zero ? now : delay < TimeSpan.MaxValue - now ? now + delay : TimeSpan.MaxValue;
        timer.Due = due;
        long tick = due.Ticks / TimeSpan.TicksPerMillisecond + (due.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
        Advance(now);
        Wheel.Arm(timer, tick);
        if (tick <= Wheel.Current)
            Lock.Unsettled = true;
        else
            Alarm.Need(tick);
    }

    public void Cancel(NetTimer timer) => Wheel.Cancel(timer);

    public void Schedule(BatchWork work)
    {
        Batch.Add(work);
        Lock.Unsettled = true;
    }

    public void FlushLater(NetDevice device)
    {
        Flushes.Add(device);
        Lock.HasOutsideWork = true;
    }

    bool ICombinedPlace.Settle()
    {
        bool more = DeviceTable.DeliverLooped(LoopedAtOnce);
        Batch.Run();
        RunTimers();
        UnloadUnused();
        return !more && Batch.IsEmpty && !Lock.Unsettled;
    }

    void ICombinedPlace.SettleLater() => Alarm.Need(0);

    void ICombinedPlace.Failed(Exception failure) => Failed(failure);

    void ICombinedPlace.Left()
    {
        // With a fence: what another thread adds after this write must be seen by the reads below, or by that thread itself.
        Interlocked.Exchange(ref Lock.HasOutsideWork, false);
        Flushes.Flush();
        Notified.Tell();
        NotificationQueue.Tell();
        Alarm.Set();
        if (Volatile.Read(ref _failure) is not null)
            TellFailure();
    }

    /// <summary>Inside: an exception that has no caller.</summary>
    internal void Failed(Exception failure)
    {
        _failure ??= failure;
        Lock.HasOutsideWork = true;
    }

    private void TellFailure()
    {
        if (Interlocked.Exchange(ref _failure, null) is not { } failure)
            return;
        if (_options.Failed is { } handler)
            handler(failure);
        else
            ExceptionDispatchInfo.Throw(failure);
    }

    private TimeSpan ReadClock()
    {
        _now = Elapsed;
        Lock.IsClockRead = true;
        if (Alarm.IsDue(_now.Ticks / TimeSpan.TicksPerMillisecond))
            Lock.Unsettled = true;
        return _now;
    }

    private void Advance(TimeSpan now) => Wheel.AdvanceTo(now.Ticks / TimeSpan.TicksPerMillisecond);

    private void RunTimers()
    {
        if (Wheel.Count == 0)
            return;
        Advance(Now);
        if (Wheel.ExpiredCount > 0)
            RunExpired();
        if (Wheel.ExpiredCount > 0)
            Lock.Unsettled = true;
        if (Alarm.IsDue(Wheel.Current))
            Alarm.Passed();
        Alarm.Need(Wheel.NextTick);
    }

    private void RunExpired()
    {
        // What is armed without a delay meanwhile waits for the next round.
        for (int count = Wheel.ExpiredCount; count > 0 && Wheel.TakeExpired() is { } timer; count--)
            timer.Owner.TimerExpired(timer);
    }
}
