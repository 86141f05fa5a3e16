using System.Diagnostics;
using System.Globalization;
using Hokku.Benchmarks.Tap;

namespace Hokku.Benchmarks.Ceiling;

/// <summary>Hokku's TCP beside the ceiling of the same TAP, in turn: rate, and processor seconds of both ends for each GiB.</summary>
internal static class CeilingComparison
{
    public static void Run(bool offload, int mtu, int rounds, double seconds, string? only = null)
    {
        using var ceiling = new CeilingFlow(offload, mtu);
        using var hokku = new TapFlow(offload, mtu);
        var works = new (string Name, Func<double, double> Run, Samples Rate, Samples Cost)[]
        {
            ("ceiling in", ceiling.Receive, new(), new()),
            ("Hokku in", hokku.Receive, new(), new()),
            ("Hokku in, inline", hokku.ReceiveInline, new(), new()),
            ("ceiling out", ceiling.Send, new(), new()),
            ("Hokku out", hokku.Send, new(), new()),
            ("Hokku out, inline", hokku.SendInline, new(), new()),
        };
        if (only is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{only}: {works.First(work => work.Name == only).Run(rounds * seconds):F2} Gbit/s"));
            return;
        }

        foreach (var work in works)
            work.Run(3);
        for (int i = 0; i < rounds; i++)
        {
            foreach (var (_, run, rates, costs) in works)
            {
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                long began = Stopwatch.GetTimestamp();
                double rate = run(seconds);
                double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
                rates.Add(rate);
                costs.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / (rate * elapsed / 8 * 1e9 / (1 << 30)));
            }
        }

        for (int i = 0; i < works.Length; i++)
        {
            var (name, _, rate, cost) = works[i];
            var (_, _, most, least) = works[i / 3 * 3];
            Console.WriteLine($"{name}: {rate} Gbit/s, {cost} CPU seconds/GiB"
                + string.Create(CultureInfo.InvariantCulture, $" | of the ceiling {rate.Median / most.Median:F2}, by CPU {least.Median / cost.Median:F2}"));
        }

        foreach (var (name, times) in new[] { ("ceiling", ceiling.RoundTrips(10000)), ("Hokku async", hokku.RoundTrips(10000, false)), ("Hokku inline", hokku.RoundTrips(10000, true)) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round trip, {name}: {times[5000]:F1} / {times[9900]:F1} us"));
    }
}
