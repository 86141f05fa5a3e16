namespace Hokku.Wire;

/// <summary>Which parts a segment's notation names besides flags and sequence numbers; what a test leaves out is not compared.</summary>
[Flags]
public enum SegmentParts
{
    None = 0,
    Acknowledgment = 1,
    Window = 2,
    Urgent = 4,
    Options = 8,
    All = Acknowledgment | Window | Urgent | Options,
}
