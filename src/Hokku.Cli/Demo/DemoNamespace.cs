using System.Diagnostics;

namespace Hokku.Cli.Demo;

/// <summary>Runs this program again in a network namespace of its own, made by unshare: as root, or as root of a user namespace of its own.</summary>
internal static class DemoNamespace
{
    /// <summary>The exit code by which the inner run says that it got no TAP.</summary>
    public const int NoTap = 75;

    /// <summary>Why it is not even tried; null when it can be.</summary>
    public static string? Obstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "this is not Linux";
        if (!File.Exists("/dev/net/tun"))
            return "there is no /dev/net/tun";
        return Find("unshare") is null ? "the program unshare (package util-linux) is missing" : null;
    }

    /// <summary>The inner run's exit code; null when there was no namespace or no TAP.</summary>
    public static async Task<int?> ReenterAsync(IEnumerable<string> arguments, CancellationToken cancel)
    {
        string[] flags = Environment.IsPrivilegedProcess ? ["-n"] : ["-U", "-r", "-n"];
        using var inner = Process.Start(new ProcessStartInfo(Find("unshare")!, [.. flags, "--", Environment.ProcessPath!, .. arguments]))!;
        await inner.WaitForExitAsync(cancel);
        // unshare itself answers 1 when the namespaces are refused.
        return inner.ExitCode is NoTap or 1 ? null : inner.ExitCode;
    }

    /// <summary>The path of a program, or null.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Concat(["/usr/sbin", "/sbin", "/usr/bin"])
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
