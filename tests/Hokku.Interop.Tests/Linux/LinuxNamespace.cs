using System.Globalization;
using System.Net.Sockets;
using Hokku.Linux;
using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>
/// A network namespace of the test's own, with real programs of Linux in it. Removed when disposed; what runs that died left behind is removed by
/// the next one.
/// </summary>
public sealed class LinuxNamespace : IDisposable
{
    private const string Prefix = "hk";
    private static readonly Lazy<string?> WhyNot = new(FindOutWhyNot);
    private static int _last;
    private readonly List<LinuxProgram> _running = [];

    private LinuxNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>The file that stands for it.</summary>
    public string Path => $"/run/netns/{Name}";

    /// <summary>Makes a namespace with its loopback up, or skips the test, saying why, where that cannot be.</summary>
    public static LinuxNamespace Create()
    {
        Assert.SkipWhen(WhyNot.Value is not null, WhyNot.Value ?? "");
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _last)}");
        LinuxProgram.Run("ip", "netns", "add", name).Succeeded();
        var made = new LinuxNamespace(name);
        try
        {
            // Stray frames of IPv6 would only disturb.
            made.Run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
            made.Run("ip", "link", "set", "lo", "up").Succeeded();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Runs a program to its end, at most half a minute.</summary>
    public ProgramResult Run(string program, params string[] arguments) => LinuxProgram.Run("ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Starts a program that goes on until it is stopped, at the latest with the namespace.</summary>
    public LinuxProgram Start(string program, params string[] arguments)
    {
        var started = LinuxProgram.Start("ip", ["netns", "exec", Name, program, .. arguments]);
        _running.Add(started);
        return started;
    }

    /// <summary>Runs something of ours on a thread that lives in the namespace: what it opens there stays there.</summary>
    public void Enter(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                LinuxProcess.EnterNetworkNamespace(Path);
                action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException($"In the namespace {Name}: {failure.Message}", failure);
    }

    /// <summary>Runs something that takes its time on a thread of its own that lives in the namespace.</summary>
    public Task Begin(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                LinuxProcess.EnterNetworkNamespace(Path);
                action();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        })
        { IsBackground = true };
        thread.Start();
        return done.Task;
    }

    /// <summary>Opens a socket of the kernel in the namespace; it stays there whoever uses it.</summary>
    public Socket OpenSocket(SocketType type)
    {
        Socket? socket = null;
        Enter(() => socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Unspecified));
        return socket!;
    }

    public void Dispose()
    {
        foreach (var program in _running)
            program.Dispose();
        LinuxProgram.Run("ip", "netns", "del", Name);
    }

    private static string? FindOutWhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "Network namespaces need Linux.";
        if (LinuxProcess.User != 0)
            return "Network namespaces need root.";
        if (!File.Exists(TunDescriptor.Path))
            return $"There is no {TunDescriptor.Path}.";
        try
        {
            SweepStale();
            var probe = $"{Prefix}{Environment.ProcessId}-0";
            var made = LinuxProgram.Run("ip", "netns", "add", probe);
            LinuxProgram.Run("ip", "netns", "del", probe);
            return made.ExitCode == 0 ? null : $"No network namespace can be made here: {made.Errors.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "The program 'ip' (iproute2) is not installed.";
        }
    }

    private static void SweepStale()
    {
        if (!Directory.Exists("/run/netns"))
            return;
        foreach (var path in Directory.GetFiles("/run/netns", Prefix + "*-*"))
        {
            var name = System.IO.Path.GetFileName(path);
            if (int.TryParse(name.AsSpan(Prefix.Length, name.IndexOf('-', StringComparison.Ordinal) - Prefix.Length), out int owner)
                && LinuxProcess.Signal(owner, 0) == LinuxError.ESRCH)
                LinuxProgram.Run("ip", "netns", "del", name);
        }
    }
}
