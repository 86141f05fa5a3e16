using System.Diagnostics;
using System.Globalization;
using Hokku.Devices.VirtualWire;
using Hokku.Tests.Figures;
using Hokku.Tests.Protocols.Tcp;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>A day of virtual time on a bad path: nothing stalls beyond the bound of the retransmission time-out, and nothing leaks.</summary>
[Collection(FiguresCollection.Name)]
public sealed class SoakTests
{
    private const int Seed = 24;
    private const int Conversations = 16;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetransmissionBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenOutages = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(4);

    private static readonly WireSettings Path = new()
    {
        Latency = TimeSpan.FromMilliseconds(15),
        Jitter = TimeSpan.FromMilliseconds(3),
        Loss = 0.01,
        Duplication = 0.002,
        Reordering = 0.01,
        ReorderingDelay = TimeSpan.FromMilliseconds(8),
        Corruption = 0.0005,
        FrameCheck = true,
    };

    [Fact]
    public void A_day_of_mixed_traffic_on_a_bad_path_neither_stalls_nor_leaks()
    {
        bool isLong = Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1";
        var span = isLong ? Day : Slice;
        using var pair = new TcpPair(Path, isDebug: false, seed: Seed);
        var all = Enumerable.Range(0, Conversations)
            .Select(i => new SoakConversation(i % 2 == 0 ? pair.A : pair.B, i % 2 == 0 ? pair.B : pair.A, (ushort)(8000 + i), Seed + i))
            .ToArray();
        var watch = Stopwatch.StartNew();
        long peak = 0;
        var nextOutage = BetweenOutages;
        long heapEarly = 0;
        while (pair.Time.Elapsed < span)
        {
            Work(pair, all, mayBegin: true);
            peak = Math.Max(peak, pair.A.Stack.GetUsage().Sockets);
            if (pair.Time.Elapsed >= nextOutage)
            {
                bool isDown = nextOutage.Ticks % BetweenOutages.Ticks == 0;
                var settings = isDown ? Path with { Loss = 1 } : Path;
                pair.Wire.Configure(0, settings);
                pair.Wire.Configure(1, settings);
                nextOutage += isDown ? Outage : BetweenOutages - Outage;
            }

            if (heapEarly == 0 && pair.Time.Elapsed > span / 4)
                heapEarly = GC.GetTotalMemory(forceFullCollection: true);
        }

        long heap = GC.GetTotalMemory(forceFullCollection: true) - heapEarly;
        long segments = pair.A.Count("segments sent") + pair.B.Count("segments sent");
        pair.Wire.Configure(0, Path);
        pair.Wire.Configure(1, Path);
        var patience = pair.Time.Elapsed + TimeSpan.FromMinutes(30);
        while (all.Any(c => !c.IsIdle) && pair.Time.Elapsed < patience)
            Work(pair, all, mayBegin: false);
        Assert.All(all, c => Assert.True(c.IsIdle, "A conversation has not ended half an hour after the last began."));
        var stall = all.Max(c => c.LongestStall);
        string figure = string.Create(
            CultureInfo.InvariantCulture,
            $"FIGURE virtual soak: {span.TotalHours:F1} h with seed {Seed} in {watch.Elapsed.TotalSeconds:F1} s: {segments} segments ({segments / span.TotalSeconds:F0} a virtual second; aim: >= 100), {all.Sum(c => c.Ended)} conversations, {all.Sum(c => c.Reset)} reset, {all.Sum(c => c.Rests)} rests, {all.Sum(c => c.Octets) >> 20} MiB, longest stall {stall.TotalSeconds:F1} s (aim: <= {RetransmissionBound.TotalSeconds + Outage.TotalSeconds}), {pair.A.Count("segments retransmitted") + pair.B.Count("segments retransmitted")} retransmitted, at most {peak} sockets, heap grown by {heap >> 10} KiB");
        Console.WriteLine(figure);
        if (!isLong)
            Console.WriteLine($"LEFT TO --long: {(Day - Slice).TotalHours:F1} of {Day.TotalHours} hours of the virtual soak");
        Assert.True(segments / span.TotalSeconds >= 100, figure);
        Assert.True(stall <= RetransmissionBound + Outage, figure);
        Assert.InRange(peak, 1, Conversations * 40);
        Assert.InRange(heap, long.MinValue, 32 << 20);
        foreach (var conversation in all)
            conversation.Close();
        pair.AssertSettled();
    }

    private static void Work(TcpPair pair, SoakConversation[] all, bool mayBegin)
    {
        pair.Time.Advance(Step);
        foreach (var conversation in all)
            conversation.Work(pair.Time.Elapsed, mayBegin);
    }
}
