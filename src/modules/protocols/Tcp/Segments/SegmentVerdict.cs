using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>What a step decided, and why the segment is dropped if it is.</summary>
internal readonly record struct SegmentVerdict(SegmentActions Actions, DropReason Drop = DropReason.None)
{
    /// <summary>The next step, please.</summary>
    public static SegmentVerdict Continue => default;

    public bool IsFinal => (Actions & SegmentActions.Stop) != 0;

    /// <summary>Nothing more is done with the segment.</summary>
    public static SegmentVerdict Dropped(DropReason reason, SegmentActions also = SegmentActions.None) => new(also | SegmentActions.Stop, reason);

    /// <summary>Adds what a later step decided.</summary>
    public SegmentVerdict With(SegmentVerdict later) => new(Actions | later.Actions, later.Drop == DropReason.None ? Drop : later.Drop);

    public static implicit operator SegmentVerdict(SegmentActions actions) => new(actions);
}
