using System.Diagnostics;

namespace Hokku.Http.Benchmarks;

/// <summary>Clients that ask as fast as they are answered.</summary>
internal static class Load
{
    /// <summary>Requests a second.</summary>
    public static double Requests(HttpClient client, string path, int connections, double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        long end = began + (long)(seconds * Stopwatch.Frequency);
        var asking = Enumerable.Range(0, connections).Select(_ => Task.Run(() => AskAsync(client, path, end))).ToArray();
        long answers = Task.WhenAll(asking).GetAwaiter().GetResult().Sum();
        return answers / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<long> AskAsync(HttpClient client, string path, long end)
    {
        var room = new byte[65536];
        long answers = 0;
        while (Stopwatch.GetTimestamp() < end)
        {
            using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            while (await body.ReadAsync(room) > 0)
            {
            }

            answers++;
        }

        return answers;
    }
}
