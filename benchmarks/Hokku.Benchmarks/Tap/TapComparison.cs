namespace Hokku.Benchmarks.Tap;

/// <summary>TCP over a TAP, both directions, beside two kernels over veth: in turn, so that what disturbs the machine disturbs all alike.</summary>
internal sealed class TapComparison
{
    private const double Aim = 0.4;

    /// <summary>Hokku sends. Gbit/s.</summary>
    public Samples Sent { get; } = new();

    /// <summary>Hokku receives. Gbit/s.</summary>
    public Samples Received { get; } = new();

    /// <summary>Two kernels. Gbit/s.</summary>
    public Samples Reference { get; } = new();

    public double SentRatio => Sent.Median / Reference.Median;

    public double ReceivedRatio => Received.Median / Reference.Median;

    /// <summary>Why it cannot be run here, or null.</summary>
    public static string? Obstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "this is not Linux";
        if (!Environment.IsPrivilegedProcess)
            return "network namespaces need root";
        if (!File.Exists("/dev/net/tun"))
            return "there is no /dev/net/tun";
        var folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':');
        return Array.Find(["ip", "iperf3", "ethtool", "nsenter", "sysctl"], p => !folders.Any(f => File.Exists(Path.Combine(f, p)))) is { } missing
            ? $"the program {missing} is not installed"
            : null;
    }

    /// <summary>Runs A B C, A B C and so on, each for so long, after a second of warm-up.</summary>
    public static TapComparison Run(int rounds, double seconds)
    {
        var result = new TapComparison();
        using var flow = new TapFlow();
        using var reference = new VethReference();
        flow.Send(1);
        flow.Receive(1);
        for (int i = 0; i < rounds; i++)
        {
            result.Sent.Add(flow.Send(seconds));
            result.Reference.Add(reference.Run(seconds));
            result.Received.Add(flow.Receive(seconds));
        }

        return result;
    }

    /// <summary>The figures as Markdown.</summary>
    public IEnumerable<string> Table()
    {
        yield return "| one TCP flow, MTU 1500 | Gbit/s: median (least–most) | ratio | aim |";
        yield return "|---|---|---|---|";
        yield return $"| two kernels over veth without offloads (iperf3, cubic) | {Reference} | 1 | |";
        yield return FormattableString.Invariant($"| Hokku to Linux over TAP | {Sent} | {SentRatio:F2} | {Aim} |");
        yield return FormattableString.Invariant($"| Linux to Hokku over TAP | {Received} | {ReceivedRatio:F2} | {Aim} |");
    }
}
