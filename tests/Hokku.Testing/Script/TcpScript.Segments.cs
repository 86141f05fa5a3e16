using Hokku.Abstractions;
using Hokku.Wire;
using Hokku.Wire.Addresses;
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
    public static byte Text(uint number) => (byte)((number * 31) ^ (number >> 8));

    /// <summary>The peer sends a segment.</summary>
    public TcpScript Inject(string segment) => Inject(segment, static _ => { });

    /// <summary>The peer sends a segment that is not as the notation can say.</summary>
    public TcpScript Inject(string segment, SegmentChange change)
    {
        _host.Trace.Add($"{Prefix}< {segment}");
        _mark = Now;
        byte[] octets = Build(segment);
        change(octets);
        _host.Receive(_host.Family.Wrap(octets, _host.Family.Peer, _host.Family.Ours));
        return this;
    }

    /// <summary>The peer's segments arrive in one batch.</summary>
    public TcpScript InjectBatch(params string[] segments)
    {
        foreach (string segment in segments)
            _host.Trace.Add($"{Prefix}< {segment} (batch)");
        _mark = Now;
        _host.Receive(Array.ConvertAll(segments, s => _host.Family.Wrap(Build(s), _host.Family.Peer, _host.Family.Ours)));
        return this;
    }

    /// <summary>The peer's segment arrives with a bit turned over.</summary>
    public TcpScript InjectCorrupted(string segment)
    {
        _host.Trace.Add($"{Prefix}< {segment} (corrupted)");
        byte[] packet = _host.Family.Wrap(Build(segment), _host.Family.Peer, _host.Family.Ours);
        packet[^1] ^= 0x10;
        _host.Receive(packet);
        return this;
    }

    /// <summary>A segment with our ports comes from, or goes to, another address.</summary>
    public TcpScript InjectBetween(in NetAddress source, in NetAddress destination, string segment)
    {
        _host.Trace.Add($"{Prefix}< {segment} ({source} > {destination})");
        _host.Receive(_host.Family.Wrap(Build(segment), source, destination));
        return this;
    }

    /// <summary>The octets of a TCP segment arrive as they are, but for the checksum.</summary>
    public TcpScript InjectOctets(ReadOnlySpan<byte> segment)
    {
        _host.Trace.Add($"{Prefix}< {Convert.ToHexStringLower(segment)}");
        _host.Receive(_host.Family.Wrap(segment, _host.Family.Peer, _host.Family.Ours));
        return this;
    }

    /// <summary>A router reports about a segment of ours.</summary>
    public TcpScript InjectError(NetworkErrorKind kind, string quoted, uint value = 0)
    {
        _host.Trace.Add($"{Prefix}< {kind} {value} about {quoted}");
        var segment = SegmentNotation.Parse(quoted, OurInitial, PeerInitial) with { SourcePort = _ourPort, DestinationPort = _peerPort };
        byte[] octets = new byte[TcpSegment.MostLength + segment.PayloadLength];
        byte[] packet = _host.Family.Wrap(octets.AsSpan(0, segment.Write(octets) + segment.PayloadLength), _host.Family.Ours, _host.Family.Peer);
        _host.Receive(_host.Family.WrapError(kind, value, packet));
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
            _host.Time.RunUntil(() => IsAnythingSent, Max(due + slack - Now, TimeSpan.Zero));
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
            throw Fail($"expected: nothing\n    sent: {Format(sent.Segment, SegmentParts.All)}");
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
            action(sent.Segment);
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

    private SequenceNumber OurInitial => _ourInitial ?? default;

    private string Prefix => _isFirst && _others.Count == 0 ? "" : $"[{_peerPort}] ";

    private bool IsAnythingSent => _host.Device.Sent.Exists(IsMine);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private bool IsMine(ScriptPacket packet) =>
        _host.Family.Unwrap(packet.Octets, out _) is not { Length: >= 4 } octets || ((octets[2] << 8) | octets[3]) == _peerPort;

    private byte[] Build(string text)
    {
        var segment = SegmentNotation.Parse(text, PeerInitial, OurInitial) with { SourcePort = _peerPort, DestinationPort = _ourPort };
        if (segment.IsAcknowledgment && segment.Options.Timestamps is { EchoReply: not 0 } stamps)
            segment = segment with { Options = segment.Options with { Timestamps = stamps with { EchoReply = stamps.EchoReply + (_clockBase ?? 0) } } };
        byte[] octets = new byte[TcpSegment.MostLength + segment.PayloadLength];
        int length = segment.Write(octets);
        uint first = segment.Sequence.Value - PeerInitial.Value;
        for (int i = 0; i < segment.PayloadLength; i++)
            octets[length + i] = Text(first + (uint)i);
        return octets[..(length + segment.PayloadLength)];
    }

    private SentSegment? TakeNext()
    {
        int index = _host.Device.Sent.FindIndex(IsMine);
        if (index < 0)
            return null;
        var packet = _host.Device.Sent[index];
        _host.Device.Sent.RemoveAt(index);
        byte[] octets = _host.Family.Unwrap(packet.Octets, out string? fault) ?? throw Fail($"{fault} was sent.");
        if (!TcpSegment.TryParse(octets, out var segment))
            throw Fail("A malformed segment was sent.");
        if (segment.IsSyn)
            _ourInitial = segment.Sequence;
        if (segment.Options.Timestamps is { } stamps)
            _clockBase ??= stamps.Value - 1;
        _host.Trace.Add($"{Prefix}> {Format(segment, SegmentParts.All)}", packet.Time);
        var sent = new SentSegment(packet.Time, segment, octets[segment.HeaderLength..]);
        CheckText(sent);
        return sent;
    }

    private void CheckText(SentSegment sent)
    {
        uint first = sent.Segment.Sequence.Value - OurInitial.Value;
        for (int i = 0; i < sent.Text.Length; i++)
        {
            if (sent.Text[i] != Text(first + (uint)i))
                throw Fail($"Octet {first + (uint)i} of our stream went out as {sent.Text[i]}, not {Text(first + (uint)i)}, in {Format(sent.Segment, SegmentParts.All)}");
        }
    }

    private void Compare(string text, SentSegment sent)
    {
        if (!SegmentNotation.TryParse(text, OurInitial, PeerInitial, out var expected, out var parts, out string? error))
            throw Fail(error!);
        string wanted = SegmentNotation.Format(expected, OurInitial, PeerInitial, parts);
        string actual = Format(sent.Segment, parts);
        if (wanted == actual)
            return;
        _failed = true;
        throw _host.Trace.Differ(wanted, actual);
    }

    private string Format(in TcpSegment segment, SegmentParts parts)
    {
        var shown = segment.Options.Timestamps is { } stamps
            ? segment with { Options = segment.Options with { Timestamps = stamps with { Value = stamps.Value - (_clockBase ?? 0) } } }
            : segment;
        return SegmentNotation.Format(shown, OurInitial, PeerInitial, parts);
    }

    private sealed record SentSegment(TimeSpan Time, TcpSegment Segment, byte[] Text);
}
