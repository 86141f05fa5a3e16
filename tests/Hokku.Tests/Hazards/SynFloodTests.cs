using System.Diagnostics;
using System.Globalization;
using Hokku.Protocols.Tcp;
using Hokku.Testing;
using Hokku.Wire.Addresses;
using Hokku.Wire.Tcp;
using Xunit;

namespace Hokku.Tests.Hazards;

/// <summary>SYN floods and the cookies that hold them off (RFC 4987).</summary>
public sealed class SynFloodTests : TcpScriptTests
{
    private const int Million = 1_000_000;
    private const int Slice = 100_000;
    private const string Options = "mss 1460,nop,nop,TS val 700 ecr 0,nop,wscale 6,nop,nop,sackOK";

    [Fact]
    public void SYN_flood_of_a_million_forged_peers_lets_a_real_one_in_within_a_second()
    {
        int count = Environment.GetEnvironmentVariable("HOKKU_TEST_LONG") == "1" ? Million : Slice;
        var script = Listening(new() { DebugBuffers = false });
        var watch = Stopwatch.StartNew();
        var (answers, octets) = script.Flood(count, ForgedSyn);
        double seconds = watch.Elapsed.TotalSeconds;
        long memory = script.BufferOctetsInUse;
        script.Advance(100).IgnoreSent();
        var before = script.Now;
        script.Inject($"S 0:0(0) win 65535 <{Options}>").Expect("S. 0:0(0) ack 1");
        script.Inject(". 1:1(0) ack 1 win 1024 <nop,nop,TS val 701 ecr 1>").Accept().ExpectState("established");
        Assert.InRange(script.Now - before, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FIGURE syn flood: {count} forged SYNs in {seconds:F1} s, {octets / (double)(count * 44):F2} octets sent for each received (aim: <= 1.1), {memory} octets of buffers held (aim: <= 65536), a real connection after {(script.Now - before).TotalMilliseconds:F0} virtual ms (aim: <= 1000)"));
        if (count < Million)
            Console.WriteLine($"LEFT TO --long: {Million - count} of {Million} forged SYNs");
        Assert.Equal(count, answers);
        Assert.InRange(memory, 0, 65536);
        Assert.InRange(octets, 0, (long)(1.1 * 44 * count));
        script.Abort().IgnoreSent();
    }

    [Fact]
    public void Cookies_keep_segment_size_window_scale_and_sack()
    {
        var script = Listening(new() { Tcp = new TcpSettings { SynCookies = SynCookieUse.Always } }).ExpectSockets(1);
        script.Inject($"S 0:0(0) win 65535 <{Options}>").Expect("S. 0:0(0) ack 1");
        script.ExpectCounter("syn cookies sent", 1).ExpectSockets(1);
        script.Inject("P. 1:11(10) ack 1 win 1024 <nop,nop,TS val 701 ecr 1>").Accept();
        script.ExpectCounter("syn cookies accepted", 1).Advance(50).IgnoreSent().Read(10);
        script.ExpectInformation(i => i.SendMaximumSegment, 1448);
        script.ExpectInformation(i => i.SendWindowScale, 6);
        script.ExpectInformation(i => i.SendWindow, 1024 << 6);
        script.ExpectInformation(i => i.Options & 7, 7);
        script.Abort().IgnoreSent();
    }

    [Fact]
    public void Cookies_without_timestamps_keep_the_segment_size_only()
    {
        var script = Listening(new() { Tcp = new TcpSettings { SynCookies = SynCookieUse.Always } });
        script.Inject("S 0:0(0) win 65535 <mss 1400,nop,wscale 6,nop,nop,sackOK>").Expect("S. 0:0(0) ack 1 <mss 1460>");
        script.Inject(". 1:1(0) ack 1 win 1000").Accept().ExpectInformation(i => i.SendMaximumSegment, 1360).ExpectInformation(i => i.SendWindow, 1000);
        script.Abort().IgnoreSent();
    }

    [Fact]
    public void Cookies_that_nobody_was_sent_or_that_are_old_are_refused()
    {
        var script = Listening(new() { Tcp = new TcpSettings { SynCookies = SynCookieUse.Always } });
        script.Inject(". 1:1(0) ack 1 win 1000").Expect("R 1:1(0)");
        script.Inject("S 0:0(0) win 65535 <mss 1460>").Expect("S. 0:0(0) ack 1");
        script.Inject(". 2:2(0) ack 1 win 1000").Expect("R 1:1(0)");
        script.Inject(". 1:1(0) ack 2 win 1000").Expect("R 2:2(0)");
        script.Advance(TimeSpan.FromSeconds(129));
        script.Inject(". 1:1(0) ack 1 win 1000").Expect("R 1:1(0)").ExpectSockets(1).ExpectCounter("syn cookies accepted", 0);
    }

    [Fact]
    public void Cookies_are_not_guessed()
    {
        var script = Listening(new() { DebugBuffers = false, Tcp = new TcpSettings { SynCookies = SynCookieUse.Always } });
        script.Inject("S 0:0(0) win 65535 <mss 1460>").Expect("S. 0:0(0) ack 1");
        var random = new Random(5);
        script.Flood(100_000, (int _, ref NetAddress _) => new()
        {
            Sequence = new(1),
            Acknowledgment = new((uint)random.NextInt64(2, uint.MaxValue)),
            Flags = TcpFlags.Acknowledgment,
        });
        script.ExpectSockets(1).ExpectCounter("syn cookies accepted", 0).Inject("R 1:1(0)");
    }

    // A.2-12: the first SYN got a cookie, the second a place in the queue; the peer answers the first one's SYN-ACK.
    [Fact]
    public void New_connections_are_not_reset_when_SYN_cookies_toggle_between_two_SYNs()
    {
        var script = Listening(new() { Tcp = new TcpSettings { HalfOpenLimit = 32 }, Backlog = 1 });
        script.Flood(32, ForgedSyn);
        uint cookie = 0;
        script.Inject("S 0:0(0) win 65535 <mss 1460>").ForEachSent(s => cookie = s.Sequence.Value).ExpectCounter("syn cookies sent", 1);
        script.Advance(TimeSpan.FromSeconds(5)).IgnoreSent();
        uint other = 0;
        script.Inject("S 0:0(0) win 65535 <mss 1460>").ForEachSent(s => other = s.Sequence.Value).ExpectCounter("syn cookies sent", 1);
        Assert.NotEqual(cookie, other);
        script.Inject($". 1:1(0) ack {cookie - other + 1} win 1000").ExpectNothing().Accept().ExpectState("established");
        script.ExpectCounter("syn cookies accepted", 1).Abort().IgnoreSent();
    }

    [Fact]
    public void A_listener_whose_accept_queue_is_full_lets_nobody_in_and_says_so()
    {
        var script = Listening(new() { Backlog = 1 });
        script.Handshake();
        script.Another(1).Inject("S 0:0(0) win 1000 <mss 1460>").ExpectNothing();
        script.ExpectCounter("connections held off by a full accept queue", 1).Accept().Abort().IgnoreSent();
    }

    private static TcpSegment ForgedSyn(int index, ref NetAddress source)
    {
        source = new NetAddress(new IPv4Address(192, 0, 2, (byte)((index % 240) + 10)));
        return new()
        {
            SourcePort = new Port((ushort)(1024 + (index / 240))),
            Sequence = new((uint)index * 7919),
            Flags = TcpFlags.Syn,
            Window = 1024,
            Options = new TcpOptions { MaximumSegmentSize = 1460 },
        };
    }
}
