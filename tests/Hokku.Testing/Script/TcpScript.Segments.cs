using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.IPv4;
using Hokku.Wire.Tcp;

namespace Hokku.Testing;

/// <content>Segments: injected and expected.</content>
public sealed partial class TcpScript
{
    private const double ToleratedMilliseconds = 2;

    private readonly List<TcpScript> _others = [];

    /// <summary>Changes a segment's octets before its checksum is made.</summary>
    public delegate void SegmentChange(Span<byte> segment);

    /// <summary>The octet of a stream at a relative sequence number, in both directions.</summary>
    public static byte Text(uint number) => ScriptFlow.Text(number);

    /// <summary>The peer sends a segment.</summary>
    public TcpScript Inject(string segment) => Inject(segment, static _ => { });

    /// <summary>The peer sends a segment that is not as the notation can say.</summary>
    public TcpScript Inject(string segment, SegmentChange change)
    {
        _host.Trace.Add($"{Prefix}< {segment}");
        _mark = Now;
        byte[] octets = Build(segment);
        change(octets);
        return Deliver(octets, _host.Family.Peer, _host.Family.Ours);
    }

    /// <summary>The peer's segments arrive in one batch.</summary>
    public TcpScript InjectBatch(params string[] segments)
    {
        foreach (string segment in segments)
            _host.Trace.Add($"{Prefix}< {segment} (batch)");
        _mark = Now;
        _host.Receive(Array.ConvertAll(segments, _flow.Packet));
        return this;
    }

    /// <summary>The peer's segment arrives with a bit turned over.</summary>
    public TcpScript InjectCorrupted(string segment)
    {
        _host.Trace.Add($"{Prefix}< {segment} (corrupted)");
        byte[] packet = _flow.Packet(segment);
        packet[^1] ^= 0x10;
        _host.Receive(packet);
        return this;
    }

    /// <summary>A segment with our ports comes from, or goes to, another address.</summary>
    public TcpScript InjectBetween(in NetAddress source, in NetAddress destination, string segment)
    {
        _host.Trace.Add($"{Prefix}< {segment} ({source} > {destination})");
        return Deliver(Build(segment), source, destination);
    }

    /// <summary>The octets of a TCP segment arrive as they are, but for the checksum.</summary>
    public TcpScript InjectOctets(ReadOnlySpan<byte> segment)
    {
        _host.Trace.Add($"{Prefix}< {Convert.ToHexStringLower(segment)}");
        return Deliver(segment, _host.Family.Peer, _host.Family.Ours);
    }

    /// <summary>A router reports about a segment of ours.</summary>
    public TcpScript InjectError(NetworkErrorKind kind, string quoted, uint value = 0)
    {
        _host.Trace.Add($"{Prefix}< {kind} {value} about {quoted}");
        _host.Receive(_host.Family.WrapError(kind, value, _flow.Quote(quoted)));
        return this;
    }

    /// <summary>The next segment of ours must be this one, and have been sent at once: when the last thing happened.</summary>
    public TcpScript Expect(string segment) => ExpectAfter(TimeSpan.Zero, segment);

    /// <summary>The next segment of ours must be this one, sent so long after the last thing that happened. Lets that time pass.</summary>
    public TcpScript ExpectAfter(double milliseconds, string segment, double tolerance = ToleratedMilliseconds) =>
        ExpectAfter(TimeSpan.FromMilliseconds(milliseconds), segment, TimeSpan.FromMilliseconds(tolerance));

    /// <summary>The next segment of ours must be this one, sent so long after the last thing that happened. Lets that time pass.</summary>
    public TcpScript ExpectAfter(TimeSpan delay, string segment, TimeSpan? tolerance = null)
    {
        var slack = tolerance ?? TimeSpan.FromMilliseconds(ToleratedMilliseconds);
        var due = _mark + delay;
        if (due > Now || delay > TimeSpan.Zero)
            _host.Time.RunUntil(() => _flow.IsAnythingSent, Max(due + slack - Now, TimeSpan.Zero));
        var sent = TakeNext() ?? throw Fail($"expected: {segment}\n    sent: nothing");
        Compare(segment, sent);
        if (sent.Time < due - slack || sent.Time > due + slack)
            throw Fail($"expected: {segment}\n    sent: {(sent.Time - _mark).TotalMilliseconds} ms after the last thing that happened, not {delay.TotalMilliseconds} ms");
        _mark = sent.Time;
        return this;
    }

    /// <summary>Nothing more has been sent.</summary>
    public TcpScript ExpectNothing()
    {
        if (TakeNext() is { } sent)
            throw Fail($"expected: nothing\n    sent: {sent}");
        return this;
    }

    /// <summary>Nothing is sent for so long.</summary>
    public TcpScript ExpectNothing(double milliseconds)
    {
        Advance(milliseconds);
        return ExpectNothing();
    }

    /// <summary>What has been sent is of no interest.</summary>
    public TcpScript IgnoreSent()
    {
        while (TakeNext() is not null)
        {
        }

        _mark = Now;
        return this;
    }

    /// <summary>Acts on every segment that was sent and not yet expected, oldest first.</summary>
    public TcpScript ForEachSent(Action<TcpSegment> action)
    {
        while (TakeNext() is { } sent)
            action(sent.Segment ?? throw Fail($"expected: segments\n    sent: {sent}"));
        _mark = Now;
        return this;
    }

    /// <summary>So many packets, in all, were dropped for the reason.</summary>
    public TcpScript ExpectDrop(DropReason reason, long count = 1)
    {
        long drops = _host.Drops(reason);
        return drops == count ? this : throw Fail($"expected: {count} drops for {reason}\n   there: {drops}");
    }

    /// <summary>Every packet that was dropped, for whatever reason.</summary>
    public long AllDrops => _host.AllDrops;

    /// <summary>The counter of TCP has that value.</summary>
    public TcpScript ExpectCounter(string name, long value)
    {
        long counter = _host.Counter("tcp", name);
        return counter == value ? this : throw Fail($"expected: {value} {name}\n   there: {counter}");
    }

    private string Prefix => _isFirst && _others.Count == 0 ? "" : $"[{_flow.PeerPort}] ";

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private TcpScript Deliver(ReadOnlySpan<byte> segment, in NetAddress source, in NetAddress destination)
    {
        _host.Receive(_host.Family.Wrap(segment, IPProtocol.Tcp, source, destination, new NetworkMarks(0, 64)));
        return this;
    }

    private byte[] Build(string text) => _flow.Build(SegmentText.Parse(text));

    private SentPacket? TakeNext()
    {
        try
        {
            return _flow.TakeNext();
        }
        catch (ScriptFailureException)
        {
            _failed = true;
            throw;
        }
    }

    private void Compare(string text, SentPacket sent)
    {
        try
        {
            _flow.Compare(PacketText.Parse(text), sent);
        }
        catch (Exception failure) when (failure is ScriptFailureException or FormatException)
        {
            _failed = true;
            throw failure is FormatException ? Fail(failure.Message) : failure;
        }
    }
}
