using System.Globalization;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>An attacker who sees nothing injects segments into a connection whose addresses and ports he knows (RFC 5961), with a window of 64 KiB.</summary>
public sealed class BlindInjectionTests : TcpScriptTests
{
    private const int Million = 1_000_000;
    private const int Slice = 50_000;

    private static int Count => Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1" ? Million : Slice;

    [Fact]
    [Requirement("RFC 5961", "3.2")]
    public void RST_blind_injection_never_resets_without_the_exact_number() => Inject("resets", TcpFlags.Reset, octets: 0);

    [Fact]
    [Requirement("RFC 5961", "4.2")]
    public void SYN_blind_injection_never_ends_a_connection() => Inject("SYNs", TcpFlags.Syn, octets: 0);

    [Fact]
    [Requirement("RFC 5961", "5.2")]
    public void Data_blind_injection_does_not_get_through()
    {
        // Both numbers must be right: 64 KiB of 4 GiB each.
        double expected = Count * Math.Pow(65536.0 / (1L << 32), 2);
        var script = Inject("data", TcpFlags.Acknowledgment | TcpFlags.Push, octets: 1000);
        Assert.InRange(expected, 0, 1e-3);
        Assert.Equal(0, script.Readable);
        Assert.Equal(0, script.Information().OutOfOrderSegments);
    }

    // CVE-2016-5696: what is said on one connection depends on no other.
    [Fact]
    [Requirement("RFC 5961", "7")]
    public void CVE_2016_5696_challenges_are_counted_for_each_connection_and_vary()
    {
        var first = Established(new() { DebugBuffers = false });
        var second = first.Another(1).Handshake().Accept();
        var counts = new HashSet<long>();
        for (int second1 = 0; second1 < 20; second1++)
        {
            var (answers, _) = first.Flood(200, (int _, ref NetAddress _) => new() { Sequence = new(1000), Flags = TcpFlags.Syn });
            Assert.InRange(answers, 1, 10);
            counts.Add(answers);
            second.Inject("R 1000:1000(0)").Expect(". 1:1(0) ack 1");
            first.Advance(TimeSpan.FromSeconds(1.3));
        }

        Assert.True(counts.Count > 2, "The limit is the same each second, so that it can be counted.");
        second.Abort().IgnoreSent();
        first.Abort().IgnoreSent();
    }

    // Two ends that disagree about where they are must not answer each other's acknowledgments for ever.
    [Fact]
    public void ACK_storm_dies_out()
    {
        var script = Established(new() { DebugBuffers = false });
        var (answers, _) = script.Flood(10_000, (int _, ref NetAddress _) => new() { Sequence = new(3_000_000_000), Acknowledgment = new(1), Flags = TcpFlags.Acknowledgment });
        var (others, _) = script.Flood(10_000, (int _, ref NetAddress _) => new() { Sequence = new(1), Acknowledgment = new(50_000), Flags = TcpFlags.Acknowledgment });
        Assert.InRange(answers, 1, 10);
        Assert.InRange(others, 1, 10);
        script.ExpectState("established").Abort().IgnoreSent();
    }

    private TcpScript Inject(string what, TcpFlags flags, int octets)
    {
        var random = new Random(11);
        var script = Established(new() { DebugBuffers = false, ReceiveBuffer = 65536 });
        var (answers, _) = script.Flood(Count, (int _, ref NetAddress _) => new()
        {
            Sequence = new((uint)random.NextInt64(2, 1L << 32)),
            Acknowledgment = new((uint)random.NextInt64(0, 1L << 32)),
            Flags = flags,
            Window = 1000,
            PayloadLength = octets,
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FIGURE blind injection: {Count} {what}, {script.Readable} octets came in (aim: 0), {answers} answers (aim: few), connection {(script.Information().State == 1 ? "alive" : "dead")}"));
        if (Count < Million)
            Console.WriteLine($"LEFT TO --long: {Million - Count} of {Million} injected {what}");
        script.ExpectState("established").Write(10).ExpectInformation(i => i.NotSent, 0);
        script.IgnoreSent().Inject("P. 1:11(10) ack 11").Read(10).IgnoreSent();
        return script;
    }
}
