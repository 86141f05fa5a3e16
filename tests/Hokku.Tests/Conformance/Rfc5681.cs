namespace Hokku.Tests.Conformance;

/// <summary>What RFC 5681 requires, numbered by its sections and our order in them.</summary>
internal static class Rfc5681
{
    public static Specification Document { get; } = new("RFC 5681", "TCP Congestion Control",
    [
        new("3.1-1", "MUST", "Use slow start and congestion avoidance; never be more aggressive than they are"),
        new("3.1-2", "MUST", "The initial window is bounded (10 segments since RFC 6928)"),
        new("3.1-3", "MUST NOT", "The SYN-ACK and its acknowledgment enlarge the congestion window"),
        new("3.1-4", "MUST", "After a lost SYN or SYN-ACK the initial window is one segment"),
        new("3.1-5", "SHOULD", "When path MTU discovery makes segments smaller, the initial window is reduced in proportion"),
        new("3.1-6", "SHOULD", "The slow-start threshold begins arbitrarily high"),
        new("3.1-7", "MUST", "Congestion lowers the slow-start threshold"),
        new("3.1-8", "MUST", "Slow start adds at most a segment for each acknowledgment of new data"),
        new("3.1-9", "SHOULD", "Slow start adds the octets acknowledged, at most a segment for each acknowledgment"),
        new("3.1-10", "MUST", "Congestion avoidance adds at most a segment for each round trip"),
        new("3.1-11", "SHOULD", "Congestion avoidance counts the octets acknowledged, so that delayed or divided acknowledgments change nothing"),
        new("3.1-12", "MUST", "A time-out sets the threshold to at most half of what is in flight, and at least two segments"),
        new("3.1-13", "MUST", "The threshold is held when a segment times out that was already retransmitted by the timer"),
        new("3.1-14", "MUST", "After a time-out the congestion window is at most one segment"),
        new("3.1-15", "MUST", "After a time-out slow start leads back to the threshold, and congestion avoidance takes over there"),
        new("3.2-1", "SHOULD", "The receiver acknowledges at once what is out of order"),
        new("3.2-2", "SHOULD", "The receiver acknowledges at once what fills a gap wholly or in part"),
        new("3.2-3", "SHOULD", "The sender repairs losses by fast retransmit after three duplicate acknowledgments"),
        new("3.2-4", "SHOULD", "The first two duplicates each admit a segment of new data, as far as the peer's window allows (limited transmit)"),
        new("3.2-5", "MUST NOT", "Limited transmit changes the congestion window"),
        new("3.2-6", "MUST NOT", "With SACK, limited transmit for a duplicate that brings no new SACK information"),
        new("3.2-7", "MUST", "The third duplicate sets the threshold to at most half of what is in flight"),
        new("3.2-8", "MUST", "The third duplicate retransmits the segment at SND.UNA; the window is the threshold and the three segments that have left",
            "Recovery here counts what is in flight (RFC 6675 and RFC 6937) instead of inflating the window; the retransmission itself is shown at 3.2-3."),
        new("3.2-9", "MUST", "Each further duplicate stands for a segment that has left the network, and admits another",
            "As 3.2-8: what has left is counted by the scoreboard, and PRR (RFC 6937) decides how much may follow."),
        new("3.2-10", "MUST", "When recovery ends the congestion window is the threshold, or less where little is in flight (RFC 6582, 3.2)"),
        new("4.1-1", "SHOULD", "After an idle time longer than the time-out, sending begins again with at most the restart window"),
        new("4.2-1", "SHOULD", "Delay acknowledgments"),
        new("4.2-2", "MUST", "Acknowledge within 500 ms"),
        new("4.2-3", "SHOULD", "Acknowledge at least every second full-sized segment"),
        new("4.2-4", "MUST NOT", "Send more than one acknowledgment for one segment, other than to update the window"),
        new("4.3-1", "SHOULD", "Several losses of one window of data count as one indication of congestion"),
        new("4.3-2", "MUST", "Losses in two successive windows, or of a retransmission, lower the window twice"),
    ]);
}
