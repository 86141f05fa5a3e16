using Hokku.Abstractions;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Congestion;

/// <summary>HyStart++ (RFC 9406): when slow start ends, and how fast the window grows until then.</summary>
public class HyStartTests
{
    private const int Segment = 1000;

    [Theory]
    [InlineData(10, 4)]
    [InlineData(80, 10)]
    [InlineData(300, 16)]
    [Requirement("RFC 9406", "4.2")]
    public void Slow_start_becomes_careful_when_the_round_trip_grows_by_an_eighth_within_bounds(int roundTrip, int threshold)
    {
        var flow = new Flow();
        flow.Round(roundTrip);
        flow.Round(roundTrip);
        flow.Round(roundTrip + threshold - 1);
        Assert.False(flow.HyStart.IsConservative);
        flow = new Flow();
        flow.Round(roundTrip);
        flow.Round(roundTrip);
        flow.Round(roundTrip + threshold);
        Assert.True(flow.HyStart.IsConservative);
        Assert.False(flow.HyStart.IsFinished);
    }

    [Fact]
    [Requirement("RFC 9406", "4.2")]
    public void Eight_samples_are_needed()
    {
        var flow = new Flow();
        flow.Round(50);
        flow.Round(50);
        flow.Acknowledge(7, 90);
        Assert.False(flow.HyStart.IsConservative);
        flow.Acknowledge(1, 90);
        Assert.True(flow.HyStart.IsConservative);
    }

    [Fact]
    [Requirement("RFC 9406", "4.2")]
    public void Careful_slow_start_grows_a_quarter_as_fast_and_ends_after_five_rounds()
    {
        var flow = new Flow();
        flow.Round(50);
        Assert.Equal(Segment, flow.Round(50));
        flow.Round(90);
        Assert.True(flow.HyStart.IsConservative);
        Assert.Equal(Segment / 4, flow.Acknowledge(1, 90));
        for (int round = 0; round < 4; round++)
        {
            Assert.False(flow.HyStart.IsFinished);
            flow.Round(90);
        }

        Assert.True(flow.HyStart.IsFinished);
    }

    [Fact]
    [Requirement("RFC 9406", "4.2")]
    public void A_round_trip_that_falls_back_brings_slow_start_back()
    {
        var flow = new Flow();
        flow.Round(50);
        flow.Round(50);
        flow.Round(90);
        Assert.True(flow.HyStart.IsConservative);
        flow.Round(50);
        flow.Acknowledge(9, 50);
        Assert.False(flow.HyStart.IsConservative);
    }

    [Fact]
    [Requirement("RFC 9406", "4.2")]
    public void One_acknowledgment_grows_the_window_by_eight_segments_at_most()
    {
        var flow = new Flow();
        Assert.Equal(8 * Segment, flow.Acknowledge(1, 50, 20 * Segment));
    }

    [Fact]
    [Requirement("RFC 9406", "4.3")]
    [Requirement("RFC 9438", "4.10-2")]
    [Requirement("RFC 6928", "2")]
    public void Cubic_leaves_its_first_slow_start_before_anything_is_lost()
    {
        var cubic = new Cubic();
        cubic.Begin(new CongestionStart { SegmentSize = Segment });
        Assert.Equal(10 * Segment, cubic.Window);
        long acknowledged = 0;
        double now = 0;
        for (int round = 0; round < 30 && cubic.Threshold == 1 << 30; round++)
        {
            int window = cubic.Window;
            long end = acknowledged + window;

            // 20 ms, and a queue behind 100 segments.
            double roundTrip = 0.020 * Math.Max(1, window / (100.0 * Segment));
            for (; acknowledged < end; acknowledged += Segment)
            {
                now += roundTrip * Segment / window;
                cubic.Acknowledged(CubicTests.Sample(Segment, window, roundTrip, now) with { Acknowledgment = acknowledged + Segment, Sent = acknowledged + cubic.Window });
            }
        }

        Assert.InRange(cubic.Threshold, 100 * Segment, 1000 * Segment);
        Assert.InRange(cubic.Window, cubic.Threshold, cubic.Threshold + (4 * Segment));
    }

    private sealed class Flow
    {
        private long _acknowledged;

        public HyStart HyStart;

        public Flow()
        {
            HyStart.Begin();
            Acknowledge(1, 0);
        }

        /// <summary>A round of ten segments.</summary>
        public int Round(int milliseconds) => Acknowledge(10, milliseconds);

        public int Acknowledge(int count, int milliseconds, int octets = Segment)
        {
            int growth = 0;
            for (int i = 0; i < count; i++)
            {
                _acknowledged += Segment;
                growth = HyStart.Grow(CubicTests.Sample(octets, 10 * Segment, milliseconds / 1000.0, 0) with { Acknowledgment = _acknowledged, Sent = _acknowledged + (10 * Segment) }, Segment, isPaced: false);
            }

            return growth;
        }
    }
}
