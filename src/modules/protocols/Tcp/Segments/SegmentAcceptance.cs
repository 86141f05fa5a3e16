using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>The acceptability test for incoming segments (RFC 9293, 3.10.7.4, table 6).</summary>
internal static class SegmentAcceptance
{
    /// <param name="sequence">SEG.SEQ.</param>
    /// <param name="length">SEG.LEN: octets of text, SYN and FIN.</param>
    /// <param name="next">RCV.NXT.</param>
    /// <param name="window">RCV.WND.</param>
    public static bool IsAcceptable(SequenceNumber sequence, int length, SequenceNumber next, uint window) => (length, window) switch
    {
        (0, 0) => sequence == next,
        (0, _) => sequence.IsWithin(next, window),
        (_, 0) => false,
        _ => sequence.IsWithin(next, window) || (sequence + (length - 1)).IsWithin(next, window) || Spans(sequence, length, next),
    };

    // A super-packet may begin before the window and end behind it.
    private static bool Spans(SequenceNumber sequence, int length, SequenceNumber next) => sequence <= next && sequence + length > next;
}
