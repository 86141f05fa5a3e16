namespace Hokku.Tests.Conformance;

/// <summary>What RFC 6298 requires, numbered by its sections and our order in them.</summary>
internal static class Rfc6298
{
    public static Specification Document { get; } = new("RFC 6298", "Computing TCP's Retransmission Timer",
    [
        new("2.1-1", "SHOULD", "Before the first measurement the time-out is one second"),
        new("2.2-1", "MUST", "The first measurement R gives SRTT = R, RTTVAR = R/2, RTO = SRTT + max(G, 4 RTTVAR)"),
        new("2.3-1", "MUST", "Later ones give RTTVAR = 3/4 RTTVAR + 1/4 |SRTT - R|, then SRTT = 7/8 SRTT + 1/8 R, in this order"),
        new("2.4-1", "SHOULD", "The time-out is at least one second", "Not done: 200 ms, as in other deployed stacks; the bound can be set (TcpSettings.LeastTimeout)."),
        new("2.5-1", "MAY", "The time-out has an upper bound of at least 60 seconds"),
        new("3-1", "MUST NOT", "Measure by a segment that was retransmitted (Karn)"),
        new("3-2", "MAY", "Timestamps allow to measure by retransmitted segments, too"),
        new("3-3", "MUST", "Measure at least once a round trip"),
        new("4-1", "MUST", "A variance of zero counts as the granularity of the clock"),
        new("4-2", "SHOULD", "The clock is no coarser than 100 ms", "The stack's clock counts 100 ns, and its timers a millisecond."),
        new("5-1", "MUST NOT", "Retransmit a segment earlier than one time-out after it was sent last"),
        new("5.1-1", "SHOULD", "Sending data starts the timer unless it runs"),
        new("5.2-1", "SHOULD", "The timer stops when everything is acknowledged"),
        new("5.3-1", "SHOULD", "Acknowledged new data start the timer anew"),
        new("5.4-1", "SHOULD", "A time-out retransmits the earliest segment that is not acknowledged"),
        new("5.5-1", "MUST", "A time-out doubles the next one"),
        new("5.6-1", "SHOULD", "The retransmission starts the timer with the doubled time-out"),
        new("5.7-1", "MUST", "After a lost SYN with a time-out below three seconds, data begin with three seconds"),
        new("5-2", "MAY", "Forget SRTT and RTTVAR after several back-offs", "Not done: the estimate is kept, and the first new measurement moves it."),
    ]);
}
