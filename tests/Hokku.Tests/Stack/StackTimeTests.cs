using Hokku.Abstractions;
using Xunit;

namespace Hokku.Tests.Stack;

/// <summary>The stack's time: its timers, its batch work, and what wakes it.</summary>
public sealed class StackTimeTests : IDisposable
{
    private readonly StackHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public void A_timer_is_never_early_and_at_most_a_tick_late()
    {
        _harness.Time.Advance(TimeSpan.FromMicroseconds(333));
        var expired = new List<(TimeSpan Due, TimeSpan Now)>();
        var owner = new TimerOwner(timer => expired.Add((timer.Due, _harness.Stack.Now)));
        _harness.Inside(() =>
        {
            for (int i = 1; i <= 1000; i++)
                _harness.Stack.Arm(new NetTimer(owner), TimeSpan.FromMicroseconds(i * 777));
        });
        _harness.Time.RunUntilIdle();
        Assert.Equal(1000, expired.Count);
        Assert.All(expired, e => Assert.InRange(e.Now - e.Due, TimeSpan.Zero, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void A_stack_without_timers_is_never_woken()
    {
        _harness.Inside(() => _ = _harness.Stack.Now);
        Assert.Null(_harness.Time.NextDue);
        var timer = new NetTimer(new TimerOwner(_ => { }));
        _harness.Inside(() => _harness.Stack.Arm(timer, TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(3), _harness.Time.NextDue);
        Assert.Equal(TimeSpan.FromSeconds(3), _harness.Time.RunUntilIdle());
        Assert.Null(_harness.Time.NextDue);
    }

    [Fact]
    public void A_timer_that_is_armed_nearer_moves_the_alarm_and_one_that_is_cancelled_costs_one_waking()
    {
        int expired = 0;
        var far = new NetTimer(new TimerOwner(_ => expired++));
        var near = new NetTimer(new TimerOwner(_ => expired++));
        _harness.Inside(() => _harness.Stack.Arm(far, TimeSpan.FromHours(5)));
        _harness.Inside(() => _harness.Stack.Arm(near, TimeSpan.FromMilliseconds(20)));
        Assert.Equal(TimeSpan.FromMilliseconds(20), _harness.Time.NextDue);
        _harness.Inside(() => _harness.Stack.Cancel(near));
        _harness.Time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(0, expired);
        _harness.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, expired);
    }

    [Fact]
    public void A_timer_may_be_armed_again_where_it_expires()
    {
        var times = new List<TimeSpan>();
        NetTimer timer = null!;
        timer = new NetTimer(new TimerOwner(t =>
        {
            Assert.False(t.IsArmed);
            times.Add(_harness.Stack.Now);
            if (times.Count < 5)
                _harness.Stack.Arm(timer, TimeSpan.FromMilliseconds(250));
        }));
        _harness.Inside(() => _harness.Stack.Arm(timer, TimeSpan.FromMilliseconds(250)));
        _harness.Time.RunUntilIdle();
        Assert.Equal(Enumerable.Range(1, 5).Select(i => TimeSpan.FromMilliseconds(250 * i)), times);
    }

    [Fact]
    public void A_timer_that_arms_itself_without_a_delay_does_not_hold_the_stack_for_ever()
    {
        int runs = 0;
        NetTimer timer = null!;
        timer = new NetTimer(new TimerOwner(_ =>
        {
            if (++runs < 10_000)
                _harness.Stack.Arm(timer, TimeSpan.Zero);
        }));
        _harness.Inside(() => _harness.Stack.Arm(timer, TimeSpan.Zero));
        Assert.InRange(runs, 1, 2000);
        _harness.Time.RunUntilIdle();
        Assert.Equal(10_000, runs);
        Assert.Equal(TimeSpan.Zero, _harness.Time.Elapsed);
    }

    [Fact]
    public void The_clock_is_read_once_a_batch()
    {
        _harness.Inside(() =>
        {
            var before = _harness.Stack.Now;
            _harness.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(before, _harness.Stack.Now);
        });
        _harness.Inside(() => Assert.Equal(TimeSpan.FromSeconds(1), _harness.Stack.Now));
    }

    [Fact]
    public void Batch_work_runs_once_before_the_stack_is_left_however_often_it_is_asked_for()
    {
        var work = new CountingWork();
        _harness.Inside(() =>
        {
            for (int i = 0; i < 10; i++)
                _harness.Stack.Schedule(work);
            Assert.Equal(0, work.Runs);
        });
        Assert.Equal(1, work.Runs);
        _harness.Inside(() => _harness.Stack.Schedule(work));
        Assert.Equal(2, work.Runs);
    }

    [Fact]
    public void A_timer_that_fails_does_not_stop_the_others()
    {
        int expired = 0;
        var failing = new NetTimer(new TimerOwner(_ => throw new FormatException()));
        var good = new NetTimer(new TimerOwner(_ => expired++));
        _harness.Inside(() =>
        {
            _harness.Stack.Arm(failing, TimeSpan.FromMilliseconds(1));
            _harness.Stack.Arm(good, TimeSpan.FromMilliseconds(1));
        });
        Assert.Throws<FormatException>(() => _harness.Time.Advance(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(1, expired);
    }

    [Fact]
    public void An_hour_with_few_timers_is_passed_in_few_steps()
    {
        // Long jumps cost by timers, not by ticks: 100,000 hours are passed here.
        int expired = 0;
        var owner = new TimerOwner(_ => expired++);
        for (int i = 0; i < 1000; i++)
        {
            _harness.Inside(() => _harness.Stack.Arm(new NetTimer(owner), TimeSpan.FromHours(100)));
            _harness.Time.Advance(TimeSpan.FromHours(100));
        }

        Assert.Equal(1000, expired);
    }

    private sealed class CountingWork : BatchWork
    {
        public int Runs { get; private set; }

        public override INetModule? Module => null;

        protected override void Run() => Runs++;
    }
}
