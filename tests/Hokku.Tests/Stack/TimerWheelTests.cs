using CsCheck;
using Hokku.Abstractions;
using Hokku.Stack;
using Xunit;

namespace Hokku.Tests.Stack;

public sealed class TimerWheelTests
{
    private static readonly TimerOwner Nobody = new(_ => { });

    // What is done to the wheel: a timer, and for how many ticks it is armed; or by how many ticks time goes on.
    private static readonly Gen<(int Kind, int Timer, long Ticks)[]> Programs = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[0, 39],
        Gen.Int[0, 34].SelectMany(bits => Gen.Long[0, 1L << bits])).Array[1, 200];

    [Fact]
    public void The_wheel_agrees_with_a_sorted_list() => Programs.Sample(
        program =>
        {
            var wheel = new TimerWheel();
            var timers = Enumerable.Range(0, 40).Select(i => new NetTimer(Nobody, i)).ToArray();
            var model = new Dictionary<int, long>();
            foreach (var (kind, timer, ticks) in program)
            {
                switch (kind)
                {
                    case 0 or 1:
                        wheel.Arm(timers[timer], wheel.Current + ticks);
                        model[timer] = wheel.Current + ticks;
                        break;
                    case 2:
                        wheel.Cancel(timers[timer]);
                        model.Remove(timer);
                        break;
                    default:
                        Advance(wheel, model, ticks);
                        break;
                }

                Assert.Equal(model.Count, wheel.Count);
                Assert.All(timers, t => Assert.Equal(model.ContainsKey(t.Kind), t.IsArmed));
                if (wheel.ExpiredCount == 0)
                    Assert.True(wheel.NextTick <= (model.Count == 0 ? long.MaxValue : model.Values.Min()), "The next deadline is later than the first timer.");
            }

            Advance(wheel, model, 1L << 40);
            Assert.Equal(0, wheel.Count);
            Assert.Equal(long.MaxValue, wheel.NextTick);
        },
        iter: 2000);

    [Fact]
    public void Timers_of_one_tick_that_were_armed_alike_expire_in_the_order_they_were_armed()
    {
        var wheel = new TimerWheel();
        for (int i = 0; i < 10; i++)
            wheel.Arm(new NetTimer(Nobody, i), 1000);
        wheel.AdvanceTo(1000);
        for (int i = 0; i < 10; i++)
            Assert.Equal(i, wheel.TakeExpired()!.Kind);
    }

    [Fact]
    public void A_timer_for_ever_has_a_place()
    {
        var wheel = new TimerWheel();
        var timer = new NetTimer(Nobody);
        wheel.AdvanceTo(123_456_789);
        wheel.Arm(timer, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond);
        wheel.AdvanceTo(1L << 45);
        Assert.True(timer.IsArmed);
        Assert.Equal(0, wheel.ExpiredCount);
    }

    [Fact]
    public void An_expired_timer_can_still_be_cancelled()
    {
        var wheel = new TimerWheel();
        var first = new NetTimer(Nobody, 1);
        var second = new NetTimer(Nobody, 2);
        wheel.Arm(first, 5);
        wheel.Arm(second, 5);
        wheel.AdvanceTo(10);
        wheel.Cancel(first);
        Assert.Same(second, wheel.TakeExpired());
        Assert.Null(wheel.TakeExpired());
        Assert.Equal(0, wheel.Count);
    }

    private static void Advance(TimerWheel wheel, Dictionary<int, long> model, long ticks)
    {
        wheel.AdvanceTo(wheel.Current + ticks);
        long last = long.MinValue;
        while (wheel.TakeExpired() is { } timer)
        {
            Assert.True(model.Remove(timer.Kind, out long due), "A timer expired twice.");
            Assert.True(due <= wheel.Current, "A timer was early.");
            Assert.True(due >= last || last <= wheel.Current - ticks, "A timer overtook an earlier one.");
            last = Math.Max(last, due);
        }

        Assert.All(model.Values, due => Assert.True(due > wheel.Current, "A timer was forgotten."));
    }
}
