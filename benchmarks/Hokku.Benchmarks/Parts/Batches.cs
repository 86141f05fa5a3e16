using System.Diagnostics;

namespace Hokku.Benchmarks.Parts;

/// <summary>Measures by medians of many short batches, and takes the best of a few such medians: what disturbs some of them does not show.</summary>
internal static class Batches
{
    private const int Count = 101;
    private const int Groups = 4;

    // Before each group; together long enough for the compiler's last tier, which comes in the background.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);

    /// <summary>Nanoseconds of one operation.</summary>
    /// <param name="operations">How many a batch makes.</param>
    /// <param name="batch">Makes them.</param>
    public static double Median(int operations, Action batch)
    {
        double best = double.MaxValue;
        for (int i = 0; i < Groups; i++)
            best = Math.Min(best, MedianOfGroup(batch));
        return best / operations;
    }

    private static double MedianOfGroup(Action batch)
    {
        long began = Stopwatch.GetTimestamp();
        do
            batch();
        while (Stopwatch.GetElapsedTime(began) < WarmUp);
        var times = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            batch();
            times[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        Array.Sort(times);
        return times[Count / 2];
    }
}
