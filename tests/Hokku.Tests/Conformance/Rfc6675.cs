namespace Hokku.Tests.Conformance;

/// <summary>What RFC 6675 requires, numbered by its sections and our order in them.</summary>
internal static class Rfc6675
{
    public static Specification Document { get; } = new("RFC 6675", "Loss recovery with selective acknowledgments",
    [
        new("2-1", "MUST", "A duplicate acknowledgment is a segment that SACKs octets not SACKed before"),
        new("4-1", "MUST", "Update: the scoreboard remembers what was acknowledged, cumulatively and selectively"),
        new("4-2", "MUST", "IsLost: octets are lost when three discontiguous SACKed runs, or more than two segments of SACKed octets, lie above"),
        new("4-3", "MUST", "SetPipe: in flight is what is neither SACKed nor lost, and what was retransmitted"),
        new("4-4", "MUST", "NextSeg 1: first the lowest lost octets that were not retransmitted"),
        new("4-5", "MUST", "NextSeg 2: then new data, as far as the peer's window allows"),
        new("4-6", "SHOULD", "NextSeg 3: then what is not SACKed and not known to be lost"),
        new("4-7", "SHOULD", "NextSeg 4: then once in a recovery the last segment that is not SACKed (rescue)"),
        new("5-1", "MUST", "Every acknowledgment with SACK information updates the scoreboard"),
        new("5-2", "MUST", "Three duplicates begin recovery"),
        new("5-3", "MUST", "Fewer begin it, too, when the first segment is lost by the scoreboard"),
        new("5-4", "MAY", "Before that, limited transmit sends new data"),
        new("5-5", "MUST", "Recovery lasts until all that was sent when it began is acknowledged"),
        new("5-6", "MUST", "Recovery sets window and threshold to half of what was in flight",
            "The threshold is the congestion control's (0.7 for CUBIC, RFC 9438), and PRR (RFC 6937) leads the window to it."),
        new("5-7", "MUST", "The first lost segment is retransmitted at once"),
        new("5-8", "SHOULD", "In recovery, segments are sent as long as the window exceeds what is in flight by one"),
        new("5-9", "MUST", "What is sent in recovery is chosen by NextSeg"),
        new("5-10", "MUST", "What was SACKed is not retransmitted in recovery"),
        new("5-11", "SHOULD", "A duplicate without SACK information begins no recovery"),
        new("5.1-1", "MUST", "A time-out ends recovery, and none begins until all that was sent before the time-out is acknowledged"),
        new("5.1-2", "SHOULD", "After a time-out SACK information is still gathered and used"),
        new("6-1", "MAY", "The timer is started anew by the first retransmission of a recovery", "RFC 8985 manages the one timer: what is sent again arms it anew, shown there."),
    ]);
}
