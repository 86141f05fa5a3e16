using System.Text.RegularExpressions;
using Hokku.Linux;

namespace Hokku.Driver;

/// <summary>
/// Where running hosts are found: NAME/net/stack in $XDG_RUNTIME_DIR/hokku, or in /run/hokku for root. The counterpart of /dev/net.
/// </summary>
public static partial class HostFolder
{
    private const string SystemRoot = "/run/hokku";

    /// <summary>The folder in which this user's hosts publish their drivers.</summary>
    public static string Root
    {
        get
        {
            string? runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            if (LinuxProcess.User == 0 && (string.IsNullOrEmpty(runtime) || IsWritable("/run")))
                return SystemRoot;
            if (!string.IsNullOrEmpty(runtime) && Directory.Exists(runtime))
                return Path.Combine(runtime, "hokku");
            string user = $"/run/user/{LinuxProcess.User}";
            return Directory.Exists(user) ? Path.Combine(user, "hokku") : Path.Combine(Path.GetTempPath(), $"hokku-{LinuxProcess.User}");
        }
    }

    /// <summary>The path of a host's driver.</summary>
    /// <exception cref="DriverException">The name is none.</exception>
    public static string SocketPath(string name, string? root = null)
    {
        CheckName(name);
        return Path.Combine(root ?? Root, name, "net", "stack");
    }

    /// <summary>The names of the hosts that answer, sorted. Those of root that are shared with this user are among them.</summary>
    /// <param name="root">Another folder than the usual ones.</param>
    public static IReadOnlyList<string> RunningHosts(string? root = null)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in root is null ? [Root, SystemRoot] : new[] { root })
        {
            if (!Directory.Exists(folder))
                continue;
            foreach (string host in Directory.EnumerateDirectories(folder))
            {
                string name = Path.GetFileName(host);
                if (ValidName().IsMatch(name) && IsRunning(Path.Combine(host, "net", "stack")))
                    names.Add(name);
            }
        }

        return [.. names];
    }

    /// <summary>Finds the driver of a host, of the only one that runs when no name is given.</summary>
    /// <exception cref="DriverException">No host runs, none of that name, or several and no name is given.</exception>
    public static string Find(string? name, string? root = null)
    {
        var running = RunningHosts(root);
        if (string.IsNullOrEmpty(name))
        {
            name = running.Count switch
            {
                0 => throw new DriverException("No host is running. Start one with 'hokku up'."),
                1 => running[0],
                _ => throw new DriverException($"Several hosts are running: {string.Join(", ", running)}. Say which one with --name or HOKKU_HOST."),
            };
        }

        foreach (string folder in root is null ? [Root, SystemRoot] : new[] { root })
        {
            string path = SocketPath(name, folder);
            if (IsRunning(path))
                return path;
        }

        string others = running.Count == 0 ? "No other host is running either." : $"Running: {string.Join(", ", running)}.";
        throw new DriverException($"No host named '{name}' is running. {others} Start it with 'hokku up --name {name}'.");
    }

    internal static void CheckName(string name)
    {
        if (!ValidName().IsMatch(name))
            throw new DriverException($"'{name}' cannot be the name of a host: 1 to 40 letters, digits, '-', '_' and '.' are needed, the first a letter or digit.");
    }

    private static bool IsRunning(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var probe = UnixSocket.Connect(path);
            return true;
        }
        catch (Exception exception) when (exception is LinuxException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            // It may be there and not be ours: root of a user namespace is not the one who made it.
            string probe = Path.Combine(folder, "hokku", $".probe-{Environment.ProcessId}");
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    private static partial Regex ValidName();
}
