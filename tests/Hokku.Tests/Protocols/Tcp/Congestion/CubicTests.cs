using Hokku.Abstractions;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Congestion;

/// <summary>CUBIC against the equations of RFC 9438, event by event.</summary>
public class CubicTests
{
    private const int Segment = 1000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [Requirement("RFC 9438", "4.1-1")]
    [Requirement("RFC 9438", "4.2-1")]
    [Requirement("RFC 9438", "4.2-2")]
    [Requirement("RFC 9438", "4.3-1")]
    [Requirement("RFC 9438", "4.3-2")]
    [Requirement("RFC 9438", "4.3-3")]
    [Requirement("RFC 9438", "4.4-1")]
    [Requirement("RFC 9438", "4.5-1")]
    [Requirement("RFC 9438", "4.6-1")]
    [Requirement("RFC 9438", "4.7-1")]
    [Requirement("RFC 9438", "4.8-1")]
    [Requirement("RFC 9438", "4.8-2")]
    [Requirement("RFC 9438", "5-1")]
    public void The_window_is_what_the_equations_say_event_by_event(int seed)
    {
        var random = new Random(seed);
        var cubic = Begin();
        var reference = new CubicReference(10);
        double roundTrip = 0.005 * Math.Pow(60, random.NextDouble());
        double now = 0;
        for (int i = 0; i < 60_000; i++)
        {
            now += roundTrip / Math.Max(reference.Cwnd, 1) * (0.5 + random.NextDouble());
            double chance = random.NextDouble();
            if (chance < 0.0004)
            {
                cubic.LossFound(cubic.Window);
                reference.Lost(reference.Cwnd);
                cubic.Recovered(cubic.Window);
            }
            else if (chance < 0.0005)
            {
                cubic.TimedOut(cubic.Window, again: false);
                reference.TimedOut(reference.Cwnd);
            }
            else
            {
                int segments = random.Next(1, 4);
                cubic.Acknowledged(Sample(segments * Segment, cubic.Window, roundTrip, now));
                reference.Acknowledged(now, roundTrip, segments);
            }

            double octets = reference.Cwnd * Segment;
            Assert.True(Math.Abs(cubic.Window - octets) <= (octets * 0.002) + 2, $"Event {i} of seed {seed}: {cubic.Window}, not {octets}.");
        }
    }

    [Fact]
    [Requirement("RFC 9438", "4.7-1")]
    public void A_flow_that_lost_twice_before_its_plateau_gives_way()
    {
        var cubic = InAvoidance(100);
        cubic.LossFound(cubic.Window);
        Assert.Equal(100_000, cubic.Curve.Plateau, 0.5);
        Assert.Equal(70_000, cubic.Window);
        cubic.Recovered(cubic.Window);
        cubic.LossFound(cubic.Window);
        Assert.Equal(70_000 * 0.85, cubic.Curve.Plateau, 0.5);
    }

    [Fact]
    [Requirement("RFC 9438", "4.9-1")]
    [Requirement("RFC 9438", "4.9-2")]
    public void A_loss_that_was_none_leaves_everything_as_it_was()
    {
        var cubic = InAvoidance(100);
        double plateau = cubic.Curve.Plateau;
        cubic.LossFound(cubic.Window);
        cubic.Recovered(cubic.Window);
        cubic.Undo();
        Assert.Equal(100_000, cubic.Window);
        Assert.Equal(plateau, cubic.Curve.Plateau);
    }

    [Fact]
    [Requirement("RFC 8511", "3.1")]
    public void A_mark_costs_less_than_a_loss()
    {
        var cubic = InAvoidance(100);
        cubic.EcnEchoed(cubic.Window);
        Assert.Equal(85_000, cubic.Window);
        var reno = new NewReno();
        reno.Begin(new CongestionStart { SegmentSize = Segment, Window = 100_000 });
        reno.EcnEchoed(100_000);
        Assert.Equal(80_000, reno.Window);
        reno.LossFound(80_000);
        Assert.Equal(40_000, reno.Window);
    }

    [Fact]
    [Requirement("RFC 9438", "4.2-3")]
    public void Time_in_which_the_user_sends_too_little_does_not_count()
    {
        var cubic = InAvoidance(100);
        cubic.LossFound(cubic.Window);
        cubic.Recovered(cubic.Window);
        cubic.Acknowledged(Sample(Segment, cubic.Window, 0.05, 1));
        int before = cubic.Window;
        for (int i = 0; i < 600; i++)
            cubic.Acknowledged(Sample(Segment, 2000, 0.05, 1 + (i * 0.1)) with { IsWindowLimited = false });
        Assert.Equal(before, cubic.Window);
        cubic.Acknowledged(Sample(Segment, cubic.Window, 0.05, 61.01));
        Assert.InRange(cubic.Window, before, before + (2 * Segment));
    }

    [Fact]
    [Requirement("RFC 5681", "4.1-1")]
    public void A_long_silence_begins_with_the_initial_window_again()
    {
        var cubic = InAvoidance(100);
        cubic.Restarted(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));
        Assert.Equal(100_000, cubic.Window);
        cubic.Restarted(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(300));
        Assert.Equal(10_000, cubic.Window);
    }

    internal static AcknowledgmentSample Sample(int octets, int inFlight, double roundTrip, double now) =>
        new(octets, inFlight, TimeSpan.FromSeconds(roundTrip), TimeSpan.FromSeconds(now))
        {
            IsWindowLimited = true,
            SmoothedRoundTrip = TimeSpan.FromSeconds(roundTrip),
        };

    private static Cubic Begin()
    {
        var cubic = new Cubic();
        cubic.Begin(new CongestionStart { SegmentSize = Segment });
        return cubic;
    }

    private static Cubic InAvoidance(int segments)
    {
        var cubic = new Cubic();
        cubic.Begin(new CongestionStart { SegmentSize = Segment, Window = segments * Segment });
        return cubic;
    }
}
