using Hokku.Abstractions;
using Hokku.Protocols.Tcp;
using Hokku.Stack;
using Hokku.Testing;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp;

public class PolicyTests
{
    private static readonly TcpSettings Settings = new();

    [Fact]
    [Requirement("RFC 6298", "2.2-1")]
    [Requirement("RFC 6298", "2.3-1")]
    [Requirement("RFC 6298", "4-1")]
    public void The_time_out_follows_the_round_trip()
    {
        var time = new RoundTripTime(Settings);
        Assert.Equal(TimeSpan.FromSeconds(1), time.Timeout);
        time.Measure(TimeSpan.FromMilliseconds(400));
        Assert.Equal(TimeSpan.FromMilliseconds(400), time.Smoothed);
        Assert.Equal(TimeSpan.FromMilliseconds(200), time.Variance);
        Assert.Equal(TimeSpan.FromMilliseconds(1200), time.Timeout);
        time.Measure(TimeSpan.FromMilliseconds(480));
        Assert.Equal(410, time.Smoothed.TotalMilliseconds, 3);
        Assert.Equal(170, time.Variance.TotalMilliseconds, 3);
        for (int i = 0; i < 200; i++)
            time.Measure(TimeSpan.FromMilliseconds(100));
        Assert.InRange(time.Timeout.TotalMilliseconds, 300, 310);
        Assert.Equal(TimeSpan.FromMilliseconds(100), time.Least);
    }

    [Fact]
    [Requirement("RFC 7323", "4.2-1")]
    public void Many_measurements_in_a_round_trip_weigh_as_much_as_one()
    {
        var one = new RoundTripTime(new TcpSettings());
        var many = new RoundTripTime(new TcpSettings());
        one.Measure(TimeSpan.FromMilliseconds(100));
        many.Measure(TimeSpan.FromMilliseconds(100));
        one.Measure(TimeSpan.FromMilliseconds(200));
        for (int i = 0; i < 50; i++)
            many.Measure(TimeSpan.FromMilliseconds(200), samplesPerRoundTrip: 50);
        Assert.InRange(many.Smoothed.TotalMilliseconds, one.Smoothed.TotalMilliseconds - 2, one.Smoothed.TotalMilliseconds + 2);
        Assert.InRange(many.Variance.TotalMilliseconds, one.Variance.TotalMilliseconds - 5, one.Variance.TotalMilliseconds + 5);
    }

    [Fact]
    [Requirement("RFC 6298", "5.7-1")]
    public void After_a_lost_syn_data_begin_with_three_seconds()
    {
        var time = new RoundTripTime(Settings);
        time.SynWasLost();
        Assert.Equal(TimeSpan.FromSeconds(3), time.Timeout);
    }

    [Fact]
    [Requirement("RFC 6298", "5.5-1")]
    [Requirement("RFC 6298", "2.5-1")]
    public void Back_off_doubles_up_to_its_bound()
    {
        var time = new RoundTripTime(Settings);
        var timer = default(RetransmissionTimer);
        var seen = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            seen.Add(timer.Timeout(time, Settings).TotalSeconds);
            timer.Expired();
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], seen);
    }

    [Fact]
    [Requirement("RFC 5681", "4.2-3")]
    public void Every_second_full_segment_is_acknowledged()
    {
        var ack = default(DelayedAck);
        ack.TextArrived(1448, 1448, 1460);
        Assert.True(ack.IsPending);
        Assert.False(ack.IsDue);
        ack.TextArrived(1448, 1448, 1460);
        Assert.True(ack.IsDue);
        ack.Sent();
        Assert.False(ack.IsPending);
        ack.TextArrived(100, 100, 1460);
        Assert.False(ack.IsDue);
        ack.Demand();
        Assert.True(ack.IsDue);
    }

    [Fact]
    [Requirement("RFC 9293", "SHLD-14")]
    public void A_window_never_shrinks_and_opens_in_steps()
    {
        var window = new ReceiveWindow { Scale = 7 };
        var next = new SequenceNumber(uint.MaxValue - 100);
        window.OpenUnscaled(next, 65535);
        var random = new Random(4);
        int free = 65535;
        for (int i = 0; i < 10_000; i++)
        {
            var edge = window.Edge;
            int arrived = random.Next(Math.Min(3000, (int)window.Size(next) + 1));
            next += arrived;
            free = random.Next(Math.Max(free - arrived, 0), 70_000);
            int field = window.Advertise(next, free, 1460);
            Assert.True(window.Edge >= edge);
            Assert.True(next + (field << 7) >= edge);
            Assert.InRange(field << 7, 0, Math.Max(free, edge - next) + 127);
        }
    }

    [Fact]
    [Requirement("RFC 5681", "3.1-1")]
    [Requirement("RFC 5681", "3.1-6")]
    [Requirement("RFC 5681", "3.1-9")]
    [Requirement("RFC 5681", "3.1-10")]
    public void NewReno_starts_slowly_then_adds_a_segment_a_round_trip()
    {
        var reno = new NewReno();
        reno.Begin(new CongestionStart { SegmentSize = 1000 });
        Assert.Equal(10_000, reno.Window);
        reno.Acknowledged(new AcknowledgmentSample(2000, 10_000, default, default) { IsWindowLimited = true });
        Assert.Equal(12_000, reno.Window);
        reno.TimedOut(12_000, again: false);
        Assert.Equal(6000, reno.Threshold);
        Assert.Equal(1000, reno.Window);
        while (reno.Window < 6000)
            reno.Acknowledged(new AcknowledgmentSample(1000, reno.Window, default, default) { IsWindowLimited = true });
        int window = reno.Window;
        for (int octets = 0; octets < window; octets += 1000)
            reno.Acknowledged(new AcknowledgmentSample(1000, window, default, default) { IsWindowLimited = true });
        Assert.Equal(window + 1000, reno.Window);
    }

    [Fact]
    [Requirement("RFC 6582", "3.2")]
    public void NewReno_repairs_several_losses_in_one_recovery()
    {
        var reno = new NewReno();
        reno.Begin(new CongestionStart { SegmentSize = 1000 });
        var board = new Scoreboard(new FlightPool(), 100);
        var recovery = new NewRenoRecovery(board, new TcpStatistics(new ProtocolStatistics("tcp")), reno);
        var send = default(SendSequence);
        send.Begin(new SequenceNumber(uint.MaxValue - 4000));
        recovery.Begin(send.Initial);
        send.Advance(1);
        send.Acknowledge(send.Next);
        board.Sent(send.Next, 10_000, 1000, default);
        send.Advance(10_000);
        var end = send.Next;
        Assert.Equal(SegmentActions.SendQueued, recovery.Acknowledged(default, send, Arrival(0, 10_000)));
        Assert.Equal(11_000, recovery.Window);
        Assert.Equal(SegmentActions.SendQueued, recovery.Acknowledged(default, send, Arrival(0, 10_000)));
        Assert.Equal(SegmentActions.Retransmit | SegmentActions.SendQueued, recovery.Acknowledged(default, send, Arrival(0, 10_000)));
        Assert.Equal(RecoveryPhase.Recovery, recovery.Phase);
        Assert.Equal(5000, reno.Threshold);
        Assert.Equal(8000, recovery.Window);
        recovery.Acknowledged(default, send, Arrival(0, 10_000));
        Assert.Equal(9000, recovery.Window);
        send.Acknowledge(send.Unacknowledged + 4000);
        Assert.True(recovery.Acknowledged(default, send, Arrival(4000, 10_000)).HasFlag(SegmentActions.Retransmit));
        Assert.Equal(6000, recovery.Window);
        send.Acknowledge(end);
        recovery.Acknowledged(default, send, Arrival(6000, 6000));
        Assert.Equal(RecoveryPhase.Open, recovery.Phase);
        Assert.InRange(recovery.Window, 1000, 5000);
        reno.Undo();
        Assert.Equal(10_000, reno.Window);
    }

    [Fact]
    [Requirement("RFC 5961", "7-2")]
    [Requirement("RFC 5961", "7-3")]
    public void Challenges_are_limited_for_each_connection_with_jitter()
    {
        var entropy = new SeededEntropy(9);
        var counts = new HashSet<int>();
        for (int connection = 0; connection < 50; connection++)
        {
            var limit = default(ChallengeAck);
            int count = 0;
            while (limit.TryTake(TimeSpan.FromSeconds(1), entropy, 10))
                count++;
            Assert.InRange(count, 5, 10);
            counts.Add(count);
            Assert.True(limit.TryTake(TimeSpan.FromSeconds(3), entropy, 10));
        }

        Assert.True(counts.Count > 2);
    }

    private static Arrival Arrival(int octets, int inFlight) => new()
    {
        Sample = new AcknowledgmentSample(octets, inFlight, default, default),
        IsDuplicate = octets == 0,
        SegmentSize = 1000,
    };
}
