using System.Diagnostics;

namespace Hokku.Interop.Tests;

/// <summary>Waits for what another program or the wire brings about in its own time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks again and again; fails the test, with the words, when the condition does not come true in time.</summary>
    public static async Task TrueAsync(Func<bool> condition, TimeSpan patience, string words)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
                throw new TimeoutException($"After {patience.TotalSeconds:f0} s it is still not so that {words}.");
            await Task.Delay(Pace);
        }
    }
}
