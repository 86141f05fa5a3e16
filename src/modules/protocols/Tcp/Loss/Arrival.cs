using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>What loss recovery must know of an acknowledgment, or of a timer, beside the segment.</summary>
internal readonly record struct Arrival
{
    /// <summary>What congestion control is told, but for what only recovery knows.</summary>
    public required AcknowledgmentSample Sample { get; init; }

    /// <summary>Nothing but a duplicate acknowledgment (RFC 5681, 2).</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>The peer's echo of our timestamp; null when it sends none.</summary>
    public uint? Echo { get; init; }

    /// <summary>A segment of data that were never sent could go, as far as the peer's window admits.</summary>
    public bool HasNew { get; init; }

    /// <summary>Eff.snd.MSS.</summary>
    public required int SegmentSize { get; init; }

    /// <summary>By how much SND.UNA has moved.</summary>
    public int Octets => Sample.Octets;

    /// <summary>The stack's time.</summary>
    public TimeSpan Now => Sample.Now;
}
