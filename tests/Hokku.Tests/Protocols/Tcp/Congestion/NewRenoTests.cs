using Hokku.Abstractions;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Congestion;

/// <summary>NewReno against RFC 5681's additive increase and multiplicative decrease; window validation (RFC 7661).</summary>
public class NewRenoTests
{
    private const int Segment = 1000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Requirement("RFC 5681", "3.1-1")]
    [Requirement("RFC 5681", "3.1-8")]
    [Requirement("RFC 5681", "3.1-10")]
    [Requirement("RFC 5681", "3.1-12")]
    [Requirement("RFC 5681", "3.1-14")]
    [Requirement("RFC 5681", "3.2-7")]
    public void The_window_is_what_the_equations_say_event_by_event(int seed)
    {
        var random = new Random(seed);
        var reno = new NewReno();
        reno.Begin(new CongestionStart { SegmentSize = Segment });
        double window = 10 * Segment;
        double threshold = double.PositiveInfinity;
        double counted = 0;
        for (int i = 0; i < 50_000; i++)
        {
            double chance = random.NextDouble();
            if (chance < 0.002)
            {
                threshold = Math.Max(Math.Floor(window / 2), 2 * Segment);
                window = chance < 0.0003 ? Segment : threshold;
                counted = 0;
                if (chance < 0.0003)
                {
                    reno.TimedOut(reno.Window, again: false);
                }
                else
                {
                    reno.LossFound(reno.Window);
                    reno.Recovered(reno.Window);
                }
            }
            else
            {
                int octets = random.Next(1, 4) * Segment;
                reno.Acknowledged(CubicTests.Sample(octets, reno.Window, 0.05, i * 0.001));
                if (window < threshold)
                {
                    window += octets;
                }
                else if ((counted += octets) >= window)
                {
                    // RFC 5681, 3.1, and RFC 3465: a segment for each window acknowledged.
                    counted -= window;
                    window += Segment;
                }
            }

            Assert.True(Math.Abs(reno.Window - window) < 1, $"Event {i} of seed {seed}: {reno.Window}, not {window}.");
        }
    }

    [Fact]
    [Requirement("RFC 6928", "2")]
    public void The_first_window_is_ten_segments_and_less_of_large_ones()
    {
        Assert.Equal(5360, InitialWindow.Of(536));
        Assert.Equal(14_600, InitialWindow.Of(1460));
        Assert.Equal(14_600, InitialWindow.Of(4000));
        Assert.Equal(18_000, InitialWindow.Of(9000));
        Assert.Equal(1460, InitialWindow.Of(new CongestionStart { SegmentSize = 1460, IsSynLost = true }));
    }

    [Fact]
    [Requirement("RFC 7661", "4.4.1")]
    public void A_window_that_was_not_used_is_cut_from_what_was()
    {
        var reno = Unused(out _);
        reno.LossFound(10_000);
        Assert.InRange(reno.Window, 5000, 10_000);
        Assert.Equal(reno.Window, reno.Threshold);
    }

    [Fact]
    [Requirement("RFC 7661", "4.4.2")]
    public void A_window_that_was_not_used_for_five_minutes_is_halved_and_the_threshold_remembers()
    {
        var reno = Unused(out double now);
        Assert.Equal(100_000, reno.Window);
        Go(reno, now, 290, out now);
        Assert.Equal(100_000, reno.Window);
        Go(reno, now, 12, out _);
        Assert.Equal(50_000, reno.Window);
        Assert.Equal(75_000, reno.Threshold);
    }

    [Fact]
    [Requirement("RFC 7661", "4.3")]
    public void A_window_is_grown_only_when_it_holds_the_sender_back()
    {
        var reno = new NewReno();
        reno.Begin(new CongestionStart { SegmentSize = Segment });
        for (int i = 0; i < 100; i++)
            reno.Acknowledged(CubicTests.Sample(Segment, 2000, 0.05, i) with { IsWindowLimited = false });
        Assert.Equal(10_000, reno.Window);
        reno.Acknowledged(CubicTests.Sample(Segment, 10_000, 0.05, 101));
        Assert.Equal(11_000, reno.Window);
    }

    [Fact]
    [Requirement("RFC 7661", "4.3")]
    public void Whether_the_window_held_the_sender_back_is_remembered_for_a_round_trip()
    {
        var use = default(WindowUse);
        use.Sent(10_000, isLimited: true, 0, 10_000);
        use.Sent(5000, isLimited: false, 5000, 10_000);
        Assert.True(use.IsLimited(10_000, 5000));
        use.Sent(2000, isLimited: false, 10_000, 12_000);
        Assert.False(use.IsLimited(10_000, 5000));
        use.Sent(6000, isLimited: false, 12_000, 18_000);
        Assert.True(use.IsLimited(10_000, 20_000));
        Assert.False(use.IsLimited(20_000, 30_000));
    }

    /// <summary>A window of 100 segments, of which a tenth is used.</summary>
    private static NewReno Unused(out double now)
    {
        var reno = new NewReno();
        reno.Begin(new CongestionStart { SegmentSize = Segment, Window = 100 * Segment });
        Go(reno, 0, 5, out now);
        return reno;
    }

    private static void Go(NewReno reno, double from, double seconds, out double now)
    {
        long acknowledged = (long)(from * 20) * 10_000;
        for (now = from; now < from + seconds; now += 0.05)
        {
            acknowledged += 10_000;
            reno.Acknowledged(CubicTests.Sample(10_000, 10_000, 0.05, now) with { IsWindowLimited = false, Acknowledgment = acknowledged, Sent = acknowledged + 10_000 });
        }
    }
}
