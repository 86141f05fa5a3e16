using System.Buffers.Binary;
using System.Text;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Devices.VirtualWire;
using Xunit;

namespace Hokku.Tests.Devices;

[Collection(Figures.FiguresCollection.Name)]
public sealed class VirtualWireTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void A_perfect_wire_delivers_at_once_and_in_order()
    {
        using var ends = new Ends(_time);
        for (int i = 0; i < 100; i++)
            ends.Send(i);
        Assert.Equal(Enumerable.Range(0, 100), ends.Numbers);
        Assert.Equal(100, ends.Wire.StatisticsFrom(0).Delivered);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_one_another()
    {
        var settings = new WireSettings
        {
            Latency = TimeSpan.FromMilliseconds(5),
            Jitter = TimeSpan.FromMilliseconds(3),
            Loss = 0.1,
            Bursts = new LossBursts(0.02, 0.3),
            Duplication = 0.1,
            Reordering = 0.1,
            Corruption = 0.1,
            Bandwidth = 10_000_000,
        };
        string first = Trace(settings, seed: 42);
        Assert.Equal(first, Trace(settings, seed: 42));
        Assert.NotEqual(first, Trace(settings, seed: 43));
    }

    [Fact]
    public void Latency_and_jitter_delay_frames_and_keep_their_order()
    {
        using var ends = new Ends(_time, new WireSettings { Latency = TimeSpan.FromMilliseconds(20), Jitter = TimeSpan.FromMilliseconds(10) });
        for (int i = 0; i < 50; i++)
            ends.Send(i);
        _time.Advance(TimeSpan.FromMilliseconds(19.9));
        Assert.Empty(ends.Numbers);
        _time.Advance(TimeSpan.FromMilliseconds(10.1));
        Assert.Equal(Enumerable.Range(0, 50), ends.Numbers);
        Assert.Equal(0, ends.Wire.UnderWay);
    }

    [Fact]
    public void Bandwidth_spaces_frames_and_the_queue_is_bounded()
    {
        // 1000 octets at 8 Mbit/s take a millisecond.
        using var ends = new Ends(_time, new WireSettings { Bandwidth = 8_000_000, QueueLimit = 9_500 });
        for (int i = 0; i < 20; i++)
            ends.Send(i, 1000);
        Assert.Equal(10, ends.Wire.StatisticsFrom(0).Drops[DropReason.WireQueueFull]);
        for (int i = 1; i <= 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(i, ends.Numbers.Count);
        }
    }

    [Fact]
    public void Losses_come_near_their_probability_and_are_counted()
    {
        using var ends = new Ends(_time, new WireSettings { Loss = 0.25 });
        for (int i = 0; i < 10_000; i++)
            ends.Send(i);
        var lost = ends.Wire.StatisticsFrom(0).Drops[DropReason.WireLoss];
        Assert.Equal(10_000, lost + ends.Numbers.Count);
        Assert.InRange(lost, 2_300, 2_700);
    }

    [Fact]
    public void Bursts_lose_runs_of_frames()
    {
        using var ends = new Ends(_time, new WireSettings { Bursts = new LossBursts(Enter: 0.01, Leave: 0.2) });
        for (int i = 0; i < 20_000; i++)
            ends.Send(i);
        var numbers = ends.Numbers;
        var gaps = numbers.Zip(numbers.Skip(1), (a, b) => b - a - 1).Where(g => g > 0).ToArray();
        Assert.InRange(gaps.Average(), 4, 6);
    }

    [Fact]
    public void One_frame_can_be_chosen_to_be_lost()
    {
        using var ends = new Ends(_time, new WireSettings { Lose = (number, _) => number == 3 });
        for (int i = 0; i < 6; i++)
            ends.Send(i);
        Assert.Equal([0, 1, 2, 4, 5], ends.Numbers);
    }

    [Fact]
    public void Duplicates_follow_their_originals()
    {
        using var ends = new Ends(_time, new WireSettings { Duplication = 1 });
        ends.Send(1);
        ends.Send(2);
        Assert.Equal([1, 1, 2, 2], ends.Numbers);
        Assert.Equal(2, ends.Wire.StatisticsFrom(0).Duplicated);
    }

    [Fact]
    public void Frames_that_are_held_back_are_overtaken()
    {
        using var ends = new Ends(_time, new WireSettings { Reordering = 0.3 });
        for (int i = 0; i < 100; i++)
        {
            ends.Send(i);
            _time.Advance(TimeSpan.FromMicroseconds(200));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(100, ends.Numbers.Count);
        Assert.NotEqual(Enumerable.Range(0, 100), ends.Numbers);
        Assert.Equal(Enumerable.Range(0, 100), ends.Numbers.Order());
    }

    [Fact]
    public void A_corrupted_frame_differs_in_one_bit_and_a_frame_check_drops_it()
    {
        using var ends = new Ends(_time, new WireSettings { Corruption = 1 });
        var sent = new byte[60];
        ends.First.Send(sent);
        Assert.Equal(1, Assert.Single(ends.Second.Frames).Sum(octet => System.Numerics.BitOperations.PopCount(octet)));
        ends.Wire.Configure(new WireSettings { Corruption = 1, FrameCheck = true });
        ends.First.Send(sent);
        Assert.Equal(1, ends.Wire.StatisticsFrom(0).Drops[DropReason.WireCorrupted]);
    }

    [Fact]
    public void Frames_above_the_wires_mtu_are_lost()
    {
        using var ends = new Ends(_time, new WireSettings { Mtu = 1000 });
        ends.Send(1, 1014);
        ends.Send(2, 1015);
        Assert.Equal([1], ends.Numbers);
        Assert.Equal(1, ends.Wire.StatisticsFrom(0).Drops[DropReason.TooBig]);
    }

    [Fact]
    public void A_pulled_cable_loses_what_is_under_way_and_works_again_when_plugged_in()
    {
        using var ends = new Ends(_time, new WireSettings { Latency = TimeSpan.FromMilliseconds(1) });
        ends.Send(1);
        ends.Wire.Unplug();
        ends.Send(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(ends.Numbers);
        Assert.Equal(2, ends.Wire.StatisticsFrom(0).Drops[DropReason.WireUnplugged]);
        ends.Wire.Plug();
        ends.Send(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([3], ends.Numbers);
    }

    [Fact]
    public void Directions_are_set_on_their_own()
    {
        using var ends = new Ends(_time);
        ends.Wire.Configure(0, new WireSettings { Loss = 1 });
        ends.First.Send(new byte[60]);
        ends.Second.Send(new byte[60]);
        Assert.Empty(ends.Second.Frames);
        Assert.Single(ends.First.Frames);
    }

    [Fact]
    public void An_end_that_goes_leaves_nothing_behind()
    {
        var ends = new Ends(_time, new WireSettings { Latency = TimeSpan.FromSeconds(1) });
        for (int i = 0; i < 10; i++)
            ends.Send(i);
        Assert.Equal(10, ends.Wire.UnderWay);
        ends.Dispose();
        Assert.Equal(0, ends.Wire.UnderWay);
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Senseless_settings_are_refused_with_a_reason()
    {
        var wire = new VirtualWire("w", _time);
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => wire.Configure(new WireSettings { Loss = 1.5 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => wire.Configure(new WireSettings { Duplication = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => wire.Configure(new WireSettings { Latency = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentException>(() => new VirtualWire("a/b"));
    }

    [Fact]
    public void A_steady_flow_allocates_nothing()
    {
        var wire = new VirtualWire("w", _time, settings: new WireSettings { Loss = 0.1, Duplication = 0.1, Bursts = new LossBursts(0.1, 0.5) });
        var source = new Sink();
        var sink = new Sink();
        Assert.True(wire.TryAttach(0, source));
        Assert.True(wire.TryAttach(1, sink));
        Flow(wire, source.Pool, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Flow(wire, source.Pool, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sink.Count > 9_000);
        source.Pool.AssertBalanced();
        sink.Pool.AssertBalanced();
    }

    private static void Flow(VirtualWire wire, BufferPool pool, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var frames = default(BufferList);
            var frame = pool.Create()!;
            frame.TryAppend(1514, out _);
            frames.Enqueue(frame);
            wire.Transmit(0, ref frames);
        }
    }

    private static string Trace(WireSettings settings, ulong seed)
    {
        var time = new VirtualTime();
        using var ends = new Ends(time, settings, seed);
        var trace = new StringBuilder();
        ends.Second.Arrived = frame => trace.AppendLine($"{time.Elapsed.Ticks} {Convert.ToHexString(frame)}");
        for (int i = 0; i < 500; i++)
        {
            ends.Send(i, 60 + (i % 50));
            time.Advance(TimeSpan.FromMicroseconds(100));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        return trace.ToString();
    }

    private sealed class Sink : IWireEnd
    {
        public BufferPool Pool { get; } = new();

        public int Count { get; private set; }

        BufferPool? IWireEnd.ArrivalBuffers => Pool;

        void IWireEnd.Arrive(ref BufferList frames)
        {
            Count += frames.Count;
            frames.FreeAll();
        }

        void IWireEnd.LinkChanged(bool plugged)
        {
        }
    }

    /// <summary>A wire with bare hands at both ends.</summary>
    private sealed class Ends : IDisposable
    {
        public Ends(TimeProvider time, WireSettings? settings = null, ulong seed = 5)
        {
            Wire = new VirtualWire("w", time, seed, settings);
            First = new WireProbe(Wire, 0);
            Second = new WireProbe(Wire, 1);
        }

        public VirtualWire Wire { get; }

        public WireProbe First { get; }

        public WireProbe Second { get; }

        public List<int> Numbers => Second.Frames.Select(f => BinaryPrimitives.ReadInt32BigEndian(f)).ToList();

        public void Send(int number, int size = 60)
        {
            var frame = new byte[size];
            BinaryPrimitives.WriteInt32BigEndian(frame, number);
            First.Send(frame);
        }

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
            First.Buffers.AssertBalanced();
            Second.Buffers.AssertBalanced();
        }
    }
}
