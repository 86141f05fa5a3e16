using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Hokku.Benchmarks.Tap;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Hokku.Http.Benchmarks;

/// <summary>Kestrel asked by wrk from Linux: on Hokku over a TAP, and on the kernel's own sockets over a veth pair, in turn. Needs root.</summary>
internal sealed partial class OverTap : IDisposable
{
    private const double Aim = 1;
    private static readonly string[] Programs = ["ip", "wrk", "nsenter", "sysctl"];

    private readonly NetworkNamespace _peer = new();
    private readonly NetworkNamespace _server = new();
    private readonly HokkuHost _edge;
    private readonly Socket _listener;
    private readonly WebApplication _onHokku;
    private readonly WebApplication _onKernel;

    public OverTap()
    {
        _edge = _peer.Enter(static () => new HostBuilder("edge").Interface("/dev/net/tap/hk0", "10.8.0.2/24").Start());
        SetUp(_peer, "hk0", "10.8.0.1/24");
        _peer.Run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", _server.Path);
        SetUp(_peer, "v0", "10.8.1.1/24");
        SetUp(_server, "v1", "10.8.1.2/24");
        _listener = _server.Enter(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        _listener.Bind(new IPEndPoint(IPAddress.Any, 80));
        _listener.Listen(512);
        _onHokku = Service.Start(kestrel => kestrel.ListenHokku("edge", 80), _edge);
        _onKernel = Service.Start(kestrel => kestrel.ListenHandle((ulong)_listener.Handle));
    }

    /// <summary>Why it cannot be run here, or null.</summary>
    public static string? Obstacle()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/dev/net/tun"))
            return "network namespaces and a TAP need Linux, root and /dev/net/tun";
        var folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':');
        return Array.Find(Programs, p => !folders.Any(f => File.Exists(Path.Combine(f, p)))) is { } missing ? $"the program {missing} is not installed" : null;
    }

    public IEnumerable<string> Run(int rounds, int seconds)
    {
        yield return "| Kestrel asked by wrk from Linux | Hokku over TAP: median (least–most) | kernel over veth | ratio | aim |";
        yield return "|---|---|---|---|---|";
        foreach (var (name, path, connections) in new[] { ("requests, 1 connection", "/", 1), ("requests, 16 connections", "/", 16), ("requests, 128 connections", "/", 128), ("1 MiB answers, 4 connections", "/1048576", 4) })
        {
            Wrk("10.8.0.2", path, connections, 1);
            Wrk("10.8.1.2", path, connections, 1);
            var (hokku, kernel) = (new Samples(), new Samples());
            for (int i = 0; i < rounds; i++)
            {
                hokku.Add(Wrk("10.8.0.2", path, connections, seconds) / 1e3);
                kernel.Add(Wrk("10.8.1.2", path, connections, seconds) / 1e3);
            }

            yield return FormattableString.Invariant($"| {name}, 1000/s | {hokku} | {kernel} | {hokku.Median / kernel.Median:F2} | {Aim} |");
        }
    }

    public void Dispose()
    {
        _onHokku.StopAsync().GetAwaiter().GetResult();
        _onKernel.StopAsync().GetAwaiter().GetResult();
        _listener.Dispose();
        _edge.Dispose();
        _peer.Dispose();
        _server.Dispose();
    }

    private double Wrk(string address, string path, int connections, int seconds)
    {
        string output = _peer.Run("wrk", "-t1", $"-c{connections}", $"-d{seconds}s", $"http://{address}{path}");
        if (output.Contains("Socket errors", StringComparison.Ordinal) && !SocketErrors().IsMatch(output))
            throw new InvalidOperationException(output);
        return double.Parse(RequestsASecond().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RequestsASecond();

    // A time-out on a busy machine is no defect.
    [GeneratedRegex(@"connect 0, read 0, write 0")]
    private static partial Regex SocketErrors();

    private static void SetUp(NetworkNamespace place, string name, string address)
    {
        place.Run("ip", "address", "add", address, "dev", name);
        place.Run("ip", "link", "set", name, "up");
    }
}
