using System.Diagnostics;
using Hokku.Linux;

namespace Hokku.Benchmarks.Tap;

/// <summary>A network namespace that lives as long as a thread of ours: it has no name and leaves nothing behind. Needs root.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private readonly TaskCompletionSource<string> _made = new();
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _keeper;

    public NetworkNamespace()
    {
        _keeper = new Thread(Keep) { IsBackground = true };
        _keeper.Start();
        Path = _made.Task.GetAwaiter().GetResult();
        Run("ip", "link", "set", "lo", "up");

        // Stray frames of IPv6 would only disturb.
        Run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
    }

    /// <summary>The file that stands for it.</summary>
    public string Path { get; }

    /// <summary>Runs a program in it to its end.</summary>
    /// <returns>What it has printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}. {output}");
    }

    public Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("nsenter", [$"--net={Path}", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;

    /// <summary>Runs something of ours on a thread in the namespace: what it opens there stays there.</summary>
    public T Enter<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>();
        new Thread(() =>
        {
            try
            {
                LinuxProcess.EnterNetworkNamespace(Path);
                result.SetResult(function());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        })
        { IsBackground = true }.Start();
        return result.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _end.Set();
        _keeper.Join();
        _end.Dispose();
    }

    private void Keep()
    {
        try
        {
            LinuxProcess.Unshare(network: true);
            _made.SetResult($"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/ns/net");
            _end.Wait();
        }
        catch (LinuxException exception)
        {
            _made.SetException(exception);
        }
    }
}
