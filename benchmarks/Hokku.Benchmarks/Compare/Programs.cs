namespace Hokku.Benchmarks.Compare;

/// <summary>Programs of the system.</summary>
internal static class Programs
{
    private static readonly string[] Needed = ["ip", "ethtool", "nsenter", "sysctl", "taskset", "ping"];

    public static bool Has(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Why nothing can be compared here, or null.</summary>
    public static string? Obstacle() =>
        !OperatingSystem.IsLinux() ? "this is not Linux"
        : !Environment.IsPrivilegedProcess ? "network namespaces need root"
        : !File.Exists("/dev/net/tun") ? "there is no /dev/net/tun"
        : Array.Find(Needed, program => !Has(program)) is { } missing ? $"the program {missing} is not installed"
        : null;
}
