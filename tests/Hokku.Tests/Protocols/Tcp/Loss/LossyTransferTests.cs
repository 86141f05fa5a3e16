using Hokku.Devices.VirtualWire;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Xunit;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>Transfers between two hosts over wires that lose and reorder, in virtual time.</summary>
public class LossyTransferTests(ITestOutputHelper output)
{
    private const int Octets = 2_000_000;

    private static readonly WireSettings Path = new()
    {
        Latency = TimeSpan.FromMilliseconds(10),
        Bandwidth = 100_000_000,
        QueueLimit = 256 << 10,
        ReorderingDelay = TimeSpan.FromMilliseconds(3),
    };

    public static TheoryData<string, double, double, double> Paths => new()
    {
        { "loss 1 %", 0.01, 0, 0 },
        { "loss 5 %", 0.05, 0, 0 },
        { "bursts", 0, 0.005, 0 },
        { "reordering 5 %", 0, 0, 0.05 },
        { "loss 1 %, reordering 5 %", 0.01, 0, 0.05 },
    };

    // Hazard A.2: recovery that stalls. What arrives is what was sent, and a time-out is the exception.
    [Theory]
    [MemberData(nameof(Paths))]
    [Requirement("RFC 8985", "9.3-1")]
    public void A_transfer_over_a_bad_path_is_repaired_without_waiting_for_time_outs(string name, double loss, double bursts, double reordering)
    {
        var settings = Path with { Loss = loss, Reordering = reordering, Bursts = bursts == 0 ? null : new LossBursts(bursts, 0.3, 0.8) };
        var timed = Run(name, settings, new TcpSettings());
        var counted = Run(name + ", counted", settings, new TcpSettings { Rack = false });
        Run(name + ", no SACK", settings, new TcpSettings { SelectiveAcknowledgments = false });
        Assert.InRange(timed.Timeouts, 0, loss >= 0.05 ? 12 : 3);

        // RACK may cost nothing, but for the luck of single seeds.
        Assert.InRange(timed.Seconds / counted.Seconds, 0, 1.25);
        if (loss == 0 && bursts == 0)
            Assert.InRange(timed.Twice, 0, timed.Sent / 100);
    }

    private Result Run(string name, WireSettings settings, TcpSettings tcp)
    {
        var sum = default(Result);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            using var pair = new TcpPair(settings, tcp, isDebug: false, seed: seed);
            var (client, server) = pair.Connect();
            var start = pair.Time.Elapsed;
            pair.Transfer(client, server, Octets, seconds: 300);
            sum = sum.Plus(new Result(
                (pair.Time.Elapsed - start).TotalSeconds,
                pair.A.Count("retransmission time-outs"),
                pair.A.Count("segments retransmitted"),
                pair.A.Count("segments sent"),
                pair.B.Count("segments received twice"),
                pair.A.Count("recoveries from loss"),
                pair.A.Count("recoveries from loss undone"),
                pair.A.Count("tail loss probes sent")));
        }

        output.WriteLine($"FIGURE {name}: {sum}");
        return sum;
    }

    private readonly record struct Result(double Seconds, long Timeouts, long Retransmitted, long Sent, long Twice, long Recoveries, long Undone, long Probes)
    {
        public Result Plus(Result other) => new(
            Seconds + other.Seconds,
            Timeouts + other.Timeouts,
            Retransmitted + other.Retransmitted,
            Sent + other.Sent,
            Twice + other.Twice,
            Recoveries + other.Recoveries,
            Undone + other.Undone,
            Probes + other.Probes);
    }
}
