using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hokku.Simulation.Xunit;

/// <summary>Runs parts of the seeds in processes that are this test program again, as many at once as there are cores.</summary>
internal sealed class SeedProcesses(string test, SeedRange seeds, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<ulong, string> _reports = [];
    private ulong _lowest = ulong.MaxValue;

    /// <summary>The report of the lowest seed that fails; null when none does.</summary>
    public async Task<string?> RunAsync()
    {
        long size = Math.Clamp(seeds.Count / (SeedEnvironment.Processes * 2), 10, 250);
        var parts = new ConcurrentQueue<SeedRange>(seeds.Parts(size));
        var workers = Enumerable.Range(0, (int)Math.Min(SeedEnvironment.Processes, parts.Count)).Select(async _ =>
        {
            while (parts.TryDequeue(out var part) && part.First < Volatile.Read(ref _lowest))
                await RunAsync(part).ConfigureAwait(false);
        });
        await Task.WhenAll(workers).ConfigureAwait(false);
        return _reports.IsEmpty ? null : _reports[_lowest];
    }

    private async Task RunAsync(SeedRange part)
    {
        string report = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(Start(part, report))!;
            await using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            string text = await File.ReadAllTextAsync(report, CancellationToken.None).ConfigureAwait(false);
            if (text.Length == 0)
                text = $"The process for seeds {part} ended with code {process.ExitCode} and without a report:\n{output}\n{await errors.ConfigureAwait(false)}";
            if (text != SeedReport.Passed)
                Add(part.First, text);
        }
        finally
        {
            File.Delete(report);
        }
    }

    private void Add(ulong seed, string text)
    {
        lock (_reports)
        {
            _reports[seed] = text;
            _lowest = Math.Min(_lowest, seed);
        }
    }

    private ProcessStartInfo Start(SeedRange part, string report)
    {
        string program = Environment.ProcessPath ?? throw new SimulationException("The path of this test program is not known.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(System.Reflection.Assembly.GetEntryAssembly()!.Location);
        foreach (string argument in new[] { "-method", test, "-explicit", "on" })
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in OnePoolThread.Environment)
            start.Environment[name] = value;
        start.Environment[SeedEnvironment.SeedVariable] = part.ToString();
        start.Environment[SeedEnvironment.ReportVariable] = report;
        start.Environment.Remove("HOKKU_SHARD");
        return start;
    }
}
