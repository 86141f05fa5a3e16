using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>The small parts of loss recovery, each by itself.</summary>
public class LossPolicyTests
{
    [Fact]
    [Requirement("RFC 8985", "7.2-4")]
    public void Without_a_measurement_a_probe_waits_for_a_second() =>
        Assert.Equal(TimeSpan.FromSeconds(1), TailLossProbe.Delay(TimeSpan.Zero, isSingle: true));

    [Fact]
    [Requirement("RFC 6937", "3")]
    public void Proportional_rate_reduction_sends_for_each_two_delivered_one()
    {
        // RFC 6937, 4: twenty segments in flight, the first lost, the window halved.
        var rate = default(ProportionalRate);
        rate.Begin(20_000);
        int pipe = 18_000;
        int sent = 0;
        for (int i = 0; i < 19; i++)
        {
            rate.Acknowledged(1000, isSafe: false, pipe, 10_000, 1000);
            int room = (rate.Window - pipe) / 1000 * 1000;
            rate.Sent(room);
            sent += room;
            pipe += room - 1000;
        }

        Assert.InRange(sent, 9000, 11_000);
        Assert.InRange(pipe, 8000, 10_000);
    }

    [Fact]
    [Requirement("RFC 6937", "3.1")]
    public void Proportional_rate_reduction_sends_no_burst_when_most_is_lost()
    {
        var rate = default(ProportionalRate);
        rate.Begin(20_000);
        rate.Acknowledged(1000, isSafe: false, 4000, 10_000, 1000);
        Assert.Equal(5000, rate.Window);
        rate.Sent(1000);
        rate.Acknowledged(1000, isSafe: true, 4000, 10_000, 1000);
        Assert.Equal(6000, rate.Window);
    }

    [Fact]
    [Requirement("RFC 8985", "6.2-7")]
    [Requirement("RFC 8985", "6.2-8")]
    [Requirement("RFC 8985", "6.2-9")]
    public void The_reordering_window_widens_with_duplicates_and_narrows_without()
    {
        var least = TimeSpan.FromMilliseconds(40);
        var smoothed = TimeSpan.FromMilliseconds(60);
        var window = new ReorderingWindow { IsReorderingSeen = true };
        Assert.Equal(10, window.Width(true, 9, least, smoothed).TotalMilliseconds);
        var number = new SequenceNumber(uint.MaxValue - 5);
        for (int i = 0; i < 3; i++)
        {
            window.DuplicateReported(number, number + 1000);
            window.DuplicateReported(number + 10, number + 1010);
            number += 1000;
        }

        Assert.Equal(40, window.Width(true, 9, least, smoothed).TotalMilliseconds);
        for (int i = 0; i < 20; i++)
            window.DuplicateReported(number += 1000, number + 1000);
        Assert.Equal(smoothed, window.Width(true, 9, least, smoothed));
        for (int i = 0; i < 16; i++)
            window.Recovered();
        Assert.Equal(10, window.Width(true, 9, least, smoothed).TotalMilliseconds);
    }

    [Fact]
    [Requirement("RFC 6675", "4-2")]
    public void Only_three_runs_or_more_than_two_segments_make_a_loss()
    {
        var rule = default(LossRule);
        var start = new SequenceNumber(uint.MaxValue - 2000);
        rule.Add(new SackBlock(start + 1000, start + 2000));
        rule.Add(new SackBlock(start + 5000, start + 6000));
        Assert.Null(rule.LostBelow(start, 1000));
        rule.Add(new SackBlock(start + 3000, start + 4000));
        Assert.Equal(start + 1000, rule.LostBelow(start, 1000));
        rule.Add(new SackBlock(start + 5000, start + 8000));
        Assert.Equal(start + 5000, rule.LostBelow(start, 1000));
        rule.Clear();
        Assert.Null(rule.LostBelow(start, 1000));
    }

    [Fact]
    [Requirement("RFC 8985", "6.2-1")]
    public void The_least_round_trip_is_forgotten_after_minutes()
    {
        var least = default(WindowedLeast);
        least.Measure(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1));
        least.Measure(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        Assert.Equal(10, least.Least.TotalMilliseconds);
        for (int minute = 1; minute < 12; minute++)
            least.Measure(TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(minute));
        Assert.Equal(50, least.Least.TotalMilliseconds);
    }
}
