using System.Globalization;

namespace Hokku.Simulation.Xunit;

/// <summary>What the environment says about seeds.</summary>
internal static class SeedEnvironment
{
    public const string SeedVariable = "HOKKU_SEED";
    public const string ReportVariable = "HOKKU_SEED_REPORT";

    /// <summary>Seeds to run in this process, and no others.</summary>
    public static string? Seeds => Text(SeedVariable);

    /// <summary>Faults to let happen, and no others.</summary>
    public static string? Faults => Text("HOKKU_FAULTS");

    /// <summary>The most seeds of a test that are run; null for as many as it says.</summary>
    public static int? Most => int.TryParse(Text("HOKKU_SEEDS"), CultureInfo.InvariantCulture, out int most) && most > 0 ? most : null;

    public static string? Shard => Text("HOKKU_SHARD");

    /// <summary>Where captures of failures go.</summary>
    public static string Captures => Text("HOKKU_CAPTURES") ?? Path.Combine(Path.GetTempPath(), "hokku-captures");

    /// <summary>Processes at once.</summary>
    public static int Processes => int.TryParse(Text("HOKKU_PROCESSES"), CultureInfo.InvariantCulture, out int count) && count > 0 ? count : Environment.ProcessorCount;

    /// <summary>Where a process that was started for a part of the seeds puts its report; null in others.</summary>
    public static string? ReportFile => Text(ReportVariable);

    public static bool IsChild => ReportFile is not null;

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
