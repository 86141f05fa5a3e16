namespace Hokku.Simulation.Xunit;

/// <summary>What a process for a part of the seeds tells the one that started it.</summary>
internal static class SeedReport
{
    public const string Passed = "passed";

    /// <summary>Puts the outcome where the other process looks.</summary>
    public static void Write(string? report)
    {
        if (SeedEnvironment.ReportFile is { } file)
            File.WriteAllText(file, report ?? Passed);
    }
}
