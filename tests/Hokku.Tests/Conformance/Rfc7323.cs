namespace Hokku.Tests.Conformance;

/// <summary>What RFC 7323 requires, numbered by its sections and our order in them.</summary>
internal static class Rfc7323
{
    public static Specification Document { get; } = new("RFC 7323", "TCP Extensions for High Performance",
    [
        new("2.2-1", "MAY", "Offer a window scale in a SYN; a SYN-ACK has one only when the SYN had"),
        new("2.2-2", "MUST", "Scaling is on only when both SYNs offer it"),
        new("2.2-3", "MUST", "The window in a SYN is not scaled"),
        new("2.2-4", "MUST", "A window scale in a segment without SYN is ignored"),
        new("2.3-1", "MUST", "A received window is shifted left by the peer's scale"),
        new("2.3-2", "MUST", "A window is sent shifted right by our scale"),
        new("2.3-3", "MUST", "A scale above 14 counts as 14"),
        new("2.4-1", "MUST", "Cope with a window that seems to shrink by less than the scale's granularity"),
        new("2.4-2", "MUST", "Retransmit the first time what was in the window when it was sent, even when it is not any more",
            "A window that moves back is taken at its word (SHLD-17 of RFC 9293): what lies beyond waits for it, and a closed one is probed with an octet of what waits, which repairs the same loss."),
        new("2.4-3", "MAY", "Retransmit later only what is in the newest window"),
        new("3.2-1", "MAY", "Offer timestamps in a SYN; a SYN-ACK has them only when the SYN had"),
        new("3.2-2", "MUST", "Once agreed, every segment but a reset has timestamps"),
        new("3.2-3", "SHOULD", "A reset has timestamps, too", "Not done: resets are sent without knowledge of the connection, and receivers need none there."),
        new("3.2-4", "SHOULD", "Silently drop a segment without the agreed timestamps, unless it is a reset"),
        new("3.2-5", "MUST NOT", "Abort a connection because timestamps are missing"),
        new("3.2-6", "MUST", "An echo counts only with an acknowledgment, and is zero without"),
        new("3.2-7", "MUST", "Timestamps that were not agreed are ignored"),
        new("4.1-1", "MUST", "An echo is a measurement only when the segment acknowledges new data"),
        new("4.2-1", "SHOULD", "Several measurements in a round trip are smoothed so that the history is as long as with one"),
        new("4.3-1", "MUST", "Echo the timestamp of the earliest segment that an acknowledgment is for"),
        new("4.3-2", "MUST NOT", "A segment out of order changes what is echoed"),
        new("4.3-3", "MUST", "A segment that fills the gap changes what is echoed"),
        new("5.3-1", "MUST", "A segment with a timestamp older than the last one is acknowledged and dropped (PAWS)"),
        new("5.3-2", "MUST NOT", "A reset is subject to PAWS"),
        new("5.3-3", "MUST", "PAWS comes before everything else that is asked of a segment"),
        new("5.4-1", "MUST", "The timestamp clock ticks between once a second and once a millisecond, in proportion to real time"),
        new("5.5-1", "MUST", "A timestamp that is more than 24 days old is not compared with"),
        new("7-1", "SHOULD", "Each connection's timestamps have an offset that cannot be guessed"),
        new("A-1", "SHOULD", "Timestamps are padded by two no-operations in front"),
        new("A-2", "SHOULD", "The MSS option does not deduct the other options"),
    ]);
}
