namespace Hokku.Tests.Conformance;

/// <summary>What RFC 5961 requires, numbered by its sections and our order in them.</summary>
internal static class Rfc5961
{
    public static Specification Document { get; } = new("RFC 5961", "Robustness against blind in-window attacks",
    [
        new("3.2-1", "MUST", "A reset outside of the window is silently dropped"),
        new("3.2-2", "MUST", "A reset at exactly RCV.NXT resets the connection"),
        new("3.2-3", "MUST", "A reset elsewhere in the window is answered by a challenge acknowledgment and dropped"),
        new("3.2-4", "MUST", "In SYN-SENT a reset counts only when it acknowledges the SYN"),
        new("4.2-1", "MUST", "A SYN in a synchronized state is answered by a challenge acknowledgment, whatever its number"),
        new("4.2-2", "MUST", "It is then dropped, and changes nothing"),
        new("4.2-3", "MUST", "A peer that has really begun anew answers the challenge by a reset that is believed"),
        new("5.2-1", "MUST", "An acknowledgment is believed only from SND.UNA - MAX.SND.WND to SND.NXT"),
        new("5.2-2", "MUST", "A segment with any other is answered by an acknowledgment and dropped"),
        new("7-1", "SHOULD", "Challenge acknowledgments are limited in number"),
        new("7-2", "SHOULD", "The limits can be configured"),
        new("7-3", "MUST NOT", "The limit tells somebody else about the connection (CVE-2016-5696): it is each connection's own, with jitter"),
    ]);
}
