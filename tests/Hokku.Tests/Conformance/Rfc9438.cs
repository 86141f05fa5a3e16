namespace Hokku.Tests.Conformance;

/// <summary>What RFC 9438 requires, numbered by its sections and our order in them.</summary>
internal static class Rfc9438
{
    public static Specification Document { get; } = new("RFC 9438", "CUBIC for fast and long-distance networks",
    [
        new("4.1-1", "SHOULD", "C is 0.4 and beta 0.7"),
        new("4.2-1", "MUST", "The window follows C (t - K)^3 + W_max, and K is the cube root of (W_max - cwnd) / C"),
        new("4.2-2", "MUST", "The target lies between cwnd and 1.5 cwnd"),
        new("4.2-3", "SHOULD", "Time in which the application sent little does not count in t"),
        new("4.3-1", "MUST", "Where Reno would be faster, the window is Reno's estimate"),
        new("4.3-2", "SHOULD", "Reno's estimate grows by 3 (1 - beta) / (1 + beta) segments a round trip"),
        new("4.3-3", "SHOULD", "From the window before the congestion on, it grows by one segment a round trip"),
        new("4.4-1", "MUST", "Concave region: each acknowledged window adds (target - cwnd)"),
        new("4.5-1", "MUST", "Convex region: each acknowledged window adds (target - cwnd)"),
        new("4.6-1", "MUST", "Congestion sets the threshold to beta times what is in flight"),
        new("4.6-2", "MUST", "The threshold is at least two segments"),
        new("4.6-3", "MAY", "PRR (RFC 6937) leads the window to the threshold"),
        new("4.7-1", "SHOULD", "Fast convergence: congestion below the last W_max sets W_max to (1 + beta) / 2 of the window"),
        new("4.8-1", "MUST", "A time-out lowers the window as RFC 5681 says, and the threshold by beta"),
        new("4.8-2", "MUST", "In the first congestion avoidance after a time-out K is zero and W_max the window it begins with"),
        new("4.9-1", "SHOULD", "A spurious time-out is undone"),
        new("4.9-2", "SHOULD", "A spurious fast retransmit is undone"),
        new("4.10-1", "MUST", "Below the threshold slow start is used"),
        new("4.10-2", "SHOULD", "Slow start is ended by HyStart++ (RFC 9406)"),
        new("5-1", "MUST", "Nothing is less safe than RFC 5681 where windows are small: CUBIC reaches at least what Reno does"),
    ]);
}
