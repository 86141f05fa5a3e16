namespace Hokku.Tests.Conformance;

/// <summary>What RFC 8985 requires, numbered by its sections and our order in them.</summary>
internal static class Rfc8985
{
    public static Specification Document { get; } = new("RFC 8985", "The RACK-TLP loss detection algorithm",
    [
        new("4-1", "MUST", "Used only with SACK"),
        new("4-2", "MUST", "Each segment's last time of sending is remembered, to a millisecond or finer"),
        new("4-3", "SHOULD", "DSACK (RFC 2883) tells of spurious retransmissions"),
        new("6.1-1", "MUST", "A retransmission gets a new time of sending"),
        new("6.2-1", "SHOULD", "Step 1: the least round trip is tracked by a windowed filter"),
        new("6.2-2", "MUST", "Step 2: the segment sent last among those delivered is tracked, with its round trip"),
        new("6.2-3", "MUST", "Step 2: the acknowledgment of a retransmission is ignored when it must be its original's"),
        new("6.2-4", "MUST", "Step 3: reordering is noticed when a segment is delivered below one delivered before and was not retransmitted"),
        new("6.2-5", "MUST", "Step 4: without reordering the window is zero in recovery and from three duplicates on"),
        new("6.2-6", "SHOULD", "Step 4: the reordering window begins as a quarter of the least round trip"),
        new("6.2-7", "SHOULD", "Step 4: each round trip with a DSACK widens it by as much"),
        new("6.2-8", "SHOULD", "Step 4: after 16 recoveries without a DSACK it is narrow again"),
        new("6.2-9", "MUST", "Step 4: it is never wider than SRTT"),
        new("6.2-10", "MUST", "Step 5: a segment is lost when one sent later was delivered, and the round trip and the reordering window have passed"),
        new("6.2-11", "MUST", "Step 5: a timer finds losses when no acknowledgment comes to look at them"),
        new("6.2-12", "MUST", "Step 5: a lost retransmission is found as other losses are"),
        new("6.3-1", "MUST", "A time-out takes for lost the first segment and those whose time has passed, not all"),
        new("7.2-1", "MUST", "A probe is scheduled after new data were sent or acknowledged, outside of recovery"),
        new("7.2-2", "SHOULD", "It is due after two SRTT"),
        new("7.2-3", "SHOULD", "A single segment in flight gives the peer's delayed acknowledgment time, too"),
        new("7.2-4", "SHOULD", "Without a measurement it is due after a second"),
        new("7.2-5", "MUST", "It is due no later than the retransmission time-out"),
        new("7.3-1", "MUST", "The probe is new data when there are and the window allows, else the last segment sent"),
        new("7.3-2", "MUST NOT", "A second probe is sent while the first is not answered"),
        new("7.3-3", "MUST", "After the probe the retransmission timer is armed"),
        new("7.4-1", "MUST", "A probe that repaired the only loss lowers the congestion window all the same"),
        new("7.4-2", "MUST NOT", "A probe that a DSACK shows to be spurious lowers it"),
        new("8-1", "SHOULD", "Reordering timer, probe and retransmission time-out share one timer"),
        new("9.3-1", "MUST NOT", "RACK replaces the retransmission time-out"),
    ]);
}
