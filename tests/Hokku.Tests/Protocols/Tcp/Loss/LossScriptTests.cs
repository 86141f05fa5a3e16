using Hokku.Protocols.Tcp;
using Hokku.Testing;

namespace Hokku.Tests.Protocols.Tcp.Loss;

/// <summary>For scripts in which segments of 1000 octets are lost; the peer acknowledges selectively.</summary>
public abstract class LossScriptTests : TcpScriptTests
{
    protected const int Segment = 1000;

    /// <summary>Losses are counted, not timed.</summary>
    protected static TcpSettings Counting { get; } = new() { Rack = false, CongestionControl = "newreno" };

    /// <summary>Losses are timed.</summary>
    protected static TcpSettings Timing { get; } = new() { CongestionControl = "newreno" };

    /// <summary>Where the segment of that number begins.</summary>
    protected static uint Edge(int segment) => 1 + (uint)(segment * Segment);

    /// <summary>Our segment of that number.</summary>
    protected static string New(int segment) => $". {Edge(segment)}:{Edge(segment + 1)}({Segment})";

    protected static string Ack(int segment) => $". 1:1(0) ack {Edge(segment)} win 65535";

    /// <summary>An acknowledgment of all before a segment, and of some after it.</summary>
    protected static string Sack(int segment, params (int From, int To)[] blocks) =>
        $"{Ack(segment)} <nop,nop,sack {string.Join(' ', blocks.Select(b => $"{Edge(b.From)}:{Edge(b.To)}"))}>";

    /// <summary>So many segments are written, and one octet more, so that none of them is pushed; the first of them are sent.</summary>
    private protected TcpScript Sending(int segments, int sent, TcpSettings settings, double roundTrip = 0)
    {
        var script = Listening(new() { Options = $"mss {Segment},sackOK", Tcp = settings })
            .Inject($"S 0:0(0) win 65535 <mss {Segment},sackOK>").Expect("S. 0:0(0) ack 1");
        if (roundTrip > 0)
            script.Advance(roundTrip);
        script.Inject(". 1:1(0) ack 1 win 65535").Accept().Write((segments * Segment) + 1);
        for (int i = 0; i < sent; i++)
            script.Expect(New(i));
        return script;
    }
}
