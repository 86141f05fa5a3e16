using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>The timestamps of one connection (RFC 7323): our clock with its secret offset, and the peer's as last heard.</summary>
internal struct TimestampClock
{
    // RFC 7323, 5.5: after 24 days of silence the peer's clock may have gone half round.
    private static readonly TimeSpan Outdated = TimeSpan.FromDays(24);

    /// <summary>Both sides sent the option with their SYNs.</summary>
    public bool IsOn;

    /// <summary>What our clock is ahead of the stack's, in milliseconds.</summary>
    public uint Offset;

    /// <summary>TS.Recent.</summary>
    public uint Recent;

    /// <summary>When <see cref="Recent"/> was heard.</summary>
    public TimeSpan RecentAt;

    /// <summary>The option's value for a segment sent now.</summary>
    public readonly uint Value(TimeSpan now) => (uint)(now.Ticks / TimeSpan.TicksPerMillisecond) + Offset;

    public readonly TcpTimestamps? Option(TimeSpan now) => IsOn ? new TcpTimestamps(Value(now), Recent) : null;

    /// <summary>PAWS (RFC 7323, 5.3): whether the segment is an old duplicate by its timestamp.</summary>
    public readonly bool IsOld(in TcpSegment segment, TimeSpan now) =>
        IsOn && segment.Options.Timestamps is { } stamps && (int)(stamps.Value - Recent) < 0 && now - RecentAt < Outdated;

    /// <summary>Once agreed on, timestamps are on every segment but resets (RFC 7323, 3.2).</summary>
    public readonly bool IsMissing(in TcpSegment segment) => IsOn && segment.Options.Timestamps is null && !segment.IsReset;

    /// <summary>RFC 7323, 4.3: only a segment that covers what was acknowledged last may set the peer's clock.</summary>
    public void Hear(in TcpSegment segment, SequenceNumber lastAcknowledged, TimeSpan now)
    {
        if (!IsOn || segment.Options.Timestamps is not { } stamps || segment.Sequence > lastAcknowledged || IsOld(segment, now))
            return;
        Recent = stamps.Value;
        RecentAt = now;
    }

    /// <summary>The time since the segment was sent that this one acknowledges; negative when it does not say.</summary>
    public readonly TimeSpan Elapsed(in TcpSegment segment, TimeSpan now)
    {
        if (!IsOn || segment.Options.Timestamps is not { EchoReply: not 0 } stamps)
            return TimeSpan.MinValue;
        int elapsed = (int)(Value(now) - stamps.EchoReply);
        return elapsed < 0 ? TimeSpan.MinValue : TimeSpan.FromMilliseconds(elapsed);
    }
}
