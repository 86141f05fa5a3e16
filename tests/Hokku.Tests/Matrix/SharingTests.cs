using System.Globalization;
using System.Text;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Matrix;

/// <summary>Flows that share a bottleneck: fairness, delay under load, and windows over time (docs/tcp), in virtual time.</summary>
public class SharingTests
{
    private static readonly Cell Home = new("", 40, 0, false, false, 10);

    [Theory]
    [InlineData(2, "newreno", "newreno", 0.8)]
    [InlineData(2, "cubic", "cubic", 0.8)]
    [InlineData(2, "bbr", "bbr", 0.7)]
    [InlineData(10, "cubic", "cubic", 0.7)]
    [InlineData(10, "bbr", "bbr", 0.6)]
    [InlineData(2, "cubic", "newreno", 0)]
    [InlineData(2, "cubic", "bbr", 0)]
    [InlineData(10, "cubic", "bbr", 0)]
    [InlineData(50, "cubic", "cubic", 0.6)]
    [InlineData(50, "cubic", "bbr", 0)]
    public void Flows_share_a_bottleneck(int count, string one, string other, double least)
    {
        using var run = new PathRun(Home with { Megabits = count >= 50 ? 50 : 10 }, 5);
        for (int i = 0; i < count; i++)
            run.Add(i % 2 == 0 ? one : other);
        run.Begin();
        run.Run(10, step: 0.01);
        foreach (var flow in run.Flows)
            flow.Received = 0;
        run.Run(20, step: 0.01);
        double[] rates = [.. run.Flows.Select(f => (double)f.Received)];
        double index = rates.Sum() * rates.Sum() / (count * rates.Sum(r => r * r));
        double share = rates.Where((_, i) => i % 2 == 0).Sum() / rates.Sum();
        double use = rates.Sum() * 8 / 20 / run.Path.Bandwidth;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE fairness of {count} flows, {(one == other ? one : $"{one} and {other}")}: Jain's index {index:0.000}, {(one == other ? "" : $"{one} gets {share:0%}, ")}line used {use:0%} (aim: index near 1)"));
        Assert.True(index >= least, $"Jain's index is {index}.");
        Assert.True(use > 0.8, $"The line is used by {use}.");
    }

    [Theory]
    [InlineData("newreno")]
    [InlineData("cubic")]
    [InlineData("bbr")]
    public void The_window_over_time_is_drawn_and_the_delay_under_load_told(string control)
    {
        using var run = new PathRun(Home, 9);
        var flow = run.Add(control);
        run.Begin();
        double start = run.Now;
        var window = new List<(double X, double Y)>();
        var delay = new List<(double X, double Y)>();
        var csv = new StringBuilder("seconds,cwnd_octets,ssthresh_octets,srtt_milliseconds\n");
        for (int i = 0; i < 300; i++)
        {
            run.Run(0.1);
            var info = flow.Information;
            window.Add((run.Now - start, info.CongestionWindow / 1000.0));
            delay.Add((run.Now - start, info.RoundTripTime / 1000.0));
            csv.Append(CultureInfo.InvariantCulture, $"{run.Now - start:0.0},{info.CongestionWindow},{info.SlowStartThreshold},{info.RoundTripTime / 1000.0:0.0}\n");
        }

        double[] settled = [.. delay.Skip(50).Select(d => d.Y).Order()];
        double median = settled[settled.Length / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE delay under load, {control}, {Home.RoundTrip} ms and a queue of {8000 * Home.Queue / Home.Bandwidth} ms: round trip {median:0} ms, at most {settled[^1]:0} ms"));
        if (MatrixPage.Wanted)
        {
            string name = Path.Combine(MatrixPage.Folder(), $"cwnd-{control}");
            File.WriteAllText(name + ".csv", csv.ToString());
            File.WriteAllText(name + ".svg", new LinePlot($"{control}: one flow over {Home.Megabits} Mbit/s, {Home.RoundTrip} ms", "seconds", "cwnd (thousand octets), round trip (ms)")
                .Draw(new PlotLine("cwnd", window), new PlotLine("round trip", delay)));
        }

        Assert.True(flow.Received * 8 / 30 > 0.85 * Home.Bandwidth, $"{flow.Received} octets in 30 seconds.");
        Assert.True(control != "bbr" || median < 1.5 * Home.RoundTrip, $"BBR fills the queue: {median} ms.");
    }
}
