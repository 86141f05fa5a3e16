using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hokku.Network;
using Hokku.Wire.Icmp;
using Hokku.Wire.IPv4;

namespace Hokku.Cli.Commands;

/// <summary>hokku traceroute: UDP probes with growing time to live; ICMP errors, read from a raw socket, tell the way.</summary>
internal static class TracerouteCommand
{
    private static readonly Argument<string> Target = new("host") { Description = "A name or an address." };
    private static readonly Option<int> FirstHop = new("-f") { Description = "The first time to live.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> MaximumHops = new("-m") { Description = "The last time to live.", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> Probes = new("-q") { Description = "Probes a hop.", DefaultValueFactory = _ => 3 };
    private static readonly Option<double> Wait = new("-w") { Description = "Seconds to wait for an answer.", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> BasePort = new("-p") { Description = "The first port.", DefaultValueFactory = _ => 33434 };

    public static Command Create()
    {
        var command = new Command("traceroute", "Show the way to a host.") { Target, FirstHop, MaximumHops, Probes, Wait, BasePort };
        command.SetAction(RunAsync);
        return command;
    }

    private static void Check(ParseResult arguments)
    {
        int maximum = arguments.GetValue(MaximumHops);
        if (maximum is < 1 or > 255 || arguments.GetValue(FirstHop) < 1 || arguments.GetValue(FirstHop) > maximum)
            throw new UserException("traceroute -m takes 1 to 255 hops, -f 1 to as many.", 2);
        if (arguments.GetValue(Probes) is < 1 or > 10 || arguments.GetValue(Wait) is not (> 0 and < 3600))
            throw new UserException("traceroute -q takes 1 to 10 probes, -w seconds, up to an hour.", 2);
        // Each probe has a port of its own.
        if (arguments.GetValue(BasePort) < 1 || arguments.GetValue(BasePort) + (maximum * arguments.GetValue(Probes)) > 65536)
            throw new UserException($"traceroute -p {arguments.GetValue(BasePort)}: a port from 1 is needed, with one for each probe up to 65535 behind it.", 2);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        int maximum = arguments.GetValue(MaximumHops);
        Check(arguments);
        using var host = HostConnection.Open(arguments);
        var address = await host.ResolveAsync(arguments.GetValue(Target)!, cancel);
        using var trace = new RouteTrace(host.Network, address, TimeSpan.FromSeconds(arguments.GetValue(Wait)), arguments.GetValue(BasePort));
        var hops = new List<TraceHop>();
        if (!arguments.WantsJson())
            Console.WriteLine($"traceroute to {arguments.GetValue(Target)} ({address}), {maximum} hops max");
        for (int ttl = arguments.GetValue(FirstHop); ttl <= maximum; ttl++)
        {
            var hop = await trace.ProbeAsync(ttl, arguments.GetValue(Probes), cancel);
            hops.Add(hop);
            if (!arguments.WantsJson())
                Console.WriteLine($"{ttl,2}  {hop}");
            if (hop.IsEnd)
                break;
        }

        if (arguments.WantsJson())
            JsonOutput.Print(hops);
        return hops.Count > 0 && hops[^1].IsEnd ? 0 : 1;
    }
}

/// <summary>What one time to live brought.</summary>
internal sealed record TraceHop(int Ttl, IPAddress? Address, IReadOnlyList<double?> Milliseconds, bool IsEnd, string Note)
{
    public override string ToString() =>
        (Address is null ? "" : $"{Address}  ") + string.Join("  ", Milliseconds.Select(time => time is { } ms ? $"{ms:F3} ms" : "*")) + Note;
}

/// <summary>Sends the probes and reads what comes of them.</summary>
internal sealed class RouteTrace : IDisposable
{
    private readonly HokkuSocket _probe;
    private readonly HokkuSocket _reports;
    private readonly IPAddress _target;
    private readonly TimeSpan _patience;
    private readonly byte[] _packet = new byte[2048];
    private int _port;

    public RouteTrace(NetworkHost host, IPAddress target, TimeSpan patience, int basePort)
    {
        (_target, _patience, _port) = (target, patience, basePort);
        _reports = host.CreateSocket(SocketType.Raw, ProtocolType.Icmp);
        _probe = host.CreateSocket(SocketType.Dgram, ProtocolType.Udp);
    }

    public async Task<TraceHop> ProbeAsync(int ttl, int probes, CancellationToken cancel)
    {
        _probe.Ttl = (short)ttl;
        IPAddress? from = null;
        var times = new List<double?>();
        bool isEnd = false;
        string note = "";
        for (int i = 0; i < probes; i++)
        {
            int port = _port++;
            long began = Stopwatch.GetTimestamp();
            await _probe.SendToAsync(new byte[24], new IPEndPoint(_target, port), cancel);
            var report = await ReportAsync(port, cancel);
            times.Add(report is null ? null : Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (report is not { } told)
                continue;
            from = told.From;
            isEnd |= told.Type == IcmpType.DestinationUnreachable;
            note = told.Type == IcmpType.DestinationUnreachable ? Note(told.Code) : note;
        }

        return new TraceHop(ttl, from, times, isEnd, note);
    }

    public void Dispose()
    {
        _probe.Dispose();
        _reports.Dispose();
    }

    private async Task<(IPAddress From, IcmpType Type, byte Code)?> ReportAsync(int port, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        try
        {
            while (true)
            {
                int length = await _reports.ReceiveAsync(_packet, SocketFlags.None, limit.Token);
                if (Read(_packet.AsSpan(0, length), port) is { } report)
                    return report;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The report, when it quotes our probe to that port.</summary>
    private static (IPAddress From, IcmpType Type, byte Code)? Read(ReadOnlySpan<byte> packet, int port)
    {
        if (!IPv4Header.TryParse(packet, out var outer))
            return null;
        var message = packet[outer.HeaderLength..];
        if (!IcmpHeader.TryParse(message, out var icmp) || icmp.Type is not (IcmpType.TimeExceeded or IcmpType.DestinationUnreachable))
            return null;
        var quoted = message[IcmpHeader.HeaderLength..];
        if (!IPv4Header.TryParse(quoted, out var inner) || inner.Protocol != IPProtocol.Udp || quoted.Length < inner.HeaderLength + 4)
            return null;
        int quotedPort = (quoted[inner.HeaderLength + 2] << 8) | quoted[inner.HeaderLength + 3];
        return quotedPort == port ? (IPAddress.Parse(outer.Source.ToString()), icmp.Type, icmp.Code) : null;
    }

    private static string Note(byte code) => code switch
    {
        0 => "  !N",
        1 => "  !H",
        2 => "  !P",
        4 => "  !F",
        13 => "  !X",
        _ => "",
    };
}
