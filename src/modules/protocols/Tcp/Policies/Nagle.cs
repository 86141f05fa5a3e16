namespace Hokku.Protocols.Tcp;

/// <summary>Whether a segment is worth sending now: the sender's silly window avoidance with Nagle's algorithm (RFC 9293, 3.8.6.2.1 and 3.7.4).</summary>
internal readonly ref struct Nagle
{
    /// <summary>Octets that could be sent: D or U, whichever is less.</summary>
    public required int Length { get; init; }

    /// <summary>Eff.snd.MSS.</summary>
    public required int SegmentSize { get; init; }

    /// <summary>Max(SND.WND).</summary>
    public required uint LargestWindow { get; init; }

    /// <summary>The segment takes all that is queued.</summary>
    public required bool IsLast { get; init; }

    /// <summary>Everything sent is acknowledged.</summary>
    public required bool IsIdle { get; init; }

    /// <summary>TCP_NODELAY, or urgent data.</summary>
    public required bool NoDelay { get; init; }

    /// <summary>TCP_CORK or MSG_MORE.</summary>
    public required bool IsCorked { get; init; }

    /// <summary>The user has closed: the segment carries the FIN.</summary>
    public required bool IsFinal { get; init; }

    public bool ShouldSend()
    {
        if (Length >= SegmentSize)
            return true;
        if (IsLast)
            return IsFinal || (!IsCorked && (IsIdle || NoDelay));
        return Length > 0 && Length >= LargestWindow / 2;
    }
}
