namespace Hokku.Tests.Conformance;

/// <summary>The requirements of RFC 9293, appendix B, in its order.</summary>
internal static class Rfc9293
{
    private const string NoSourceRoutes = "Packets with source routes are refused, and none are sent (RFC 7126, 4.3 and 4.4).";

    public static Specification Document { get; } = new("RFC 9293", "Transmission Control Protocol, appendix B",
    [
        // Push flag
        new("MAY-16", "MAY", "Aggregate or queue un-pushed data"),
        new("SHLD-27", "SHOULD", "The sender collapses successive PSH bits"),
        new("MAY-15", "MAY", "The SEND call can specify PUSH", "As in the sockets interface, every send is pushed; MSG_MORE holds it back."),
        new("MUST-60", "MUST NOT", "Without PUSH in SEND: buffer data indefinitely"),
        new("MUST-61", "MUST", "Without PUSH in SEND: set PSH in the last segment of what is queued"),
        new("MAY-17", "MAY", "Notify the receiving application of PSH", "The sockets interface has no way to say it."),
        new("SHLD-28", "SHOULD", "Send segments of the largest size when possible"),

        // Window
        new("MUST-1", "MUST", "Treat the window as an unsigned number"),
        new("REC-1", "SHOULD", "Handle the window as a 32-bit number"),
        new("SHLD-14", "SHOULD NOT", "Shrink the window from the right"),
        new("SHLD-15", "SHOULD NOT", "Send new data when the window shrinks"),
        new("SHLD-16", "SHOULD", "Retransmit old unacknowledged data within the window"),
        new("SHLD-17", "SHOULD NOT", "Time the connection out for data past the right edge"),
        new("MUST-34", "MUST", "Be robust against a shrinking window"),
        new("MAY-8", "MAY", "Keep the receive window closed indefinitely"),
        new("MUST-35", "MUST", "Use the standard probing logic"),
        new("MUST-36", "MUST", "The sender probes a zero window"),
        new("SHLD-29", "SHOULD", "Send the first probe after the retransmission time-out"),
        new("SHLD-30", "SHOULD", "Probe with exponential back-off"),
        new("MUST-37", "MUST", "Allow the window to stay zero indefinitely"),
        new("MAY-7", "MAY", "Retransmit old data beyond SND.UNA + SND.WND"),
        new("MUST-66", "MUST", "Process RST and URG even with a zero window"),

        // Urgent data
        new("MUST-30", "MUST", "Support the urgent pointer"),
        new("MUST-62", "MUST", "The pointer indicates the first non-urgent octet"),
        new("MUST-31", "MUST", "Urgent data of arbitrary length"),
        new("MUST-32", "MUST", "Tell the application asynchronously of urgent data"),
        new("MUST-33", "MUST", "The application can learn whether and how much urgent data is queued"),
        new("SHLD-13", "SHOULD NOT", "Applications use the urgent mechanism", "No application of ours does."),

        // Options
        new("MUST-4", "MUST", "Support the mandatory options"),
        new("MUST-5", "MUST", "Receive options in any segment"),
        new("MUST-6", "MUST", "Ignore unsupported options"),
        new("MUST-68", "MUST", "All options but end-of-list and no-operation have a length"),
        new("MUST-7", "MUST", "Cope with an illegal option length"),
        new("MUST-64", "MUST", "Process options regardless of their alignment"),
        new("MUST-14", "MUST", "Send and receive the MSS option"),
        new("SHLD-5", "SHOULD", "Send the MSS option unless it would say 536 (IPv4) or 1220 (IPv6)"),
        new("MAY-3", "MAY", "Send the MSS option always"),
        new("MUST-15", "MUST", "Send MSS defaults to 536 (IPv4) or 1220 (IPv6)"),
        new("MUST-16", "MUST", "Calculate the effective send MSS"),
        new("SHLD-6", "SHOULD", "The MSS accounts for a varying MTU"),
        new("MUST-65", "MUST NOT", "Send MSS on segments without SYN"),
        new("MUST-67", "MUST", "The MSS value follows from the largest packet that can be received"),
        new("MUST-69", "MUST", "Pad the header with zeros"),

        // Checksums
        new("MUST-2", "MUST", "The sender computes the checksum"),
        new("MUST-3", "MUST", "The receiver checks the checksum"),

        // Initial sequence numbers
        new("MUST-8", "MUST", "Initial sequence numbers have a clock-driven component"),
        new("SHLD-1", "SHOULD", "Initial sequence numbers have a component from a pseudo-random function"),
        new("MUST-9", "MUST NOT", "The pseudo-random function can be computed from outside"),

        // Opening
        new("MUST-10", "MUST", "Support simultaneous open attempts"),
        new("MUST-11", "MUST", "SYN-RECEIVED remembers the state before it"),
        new("MUST-41", "MUST NOT", "A passive open interferes with other connections"),
        new("MUST-42", "MUST", "Simultaneous LISTENs for the same port", "With SO_REUSEADDR on different local addresses: tested with the sockets."),
        new("MUST-44", "MUST", "Ask IP for the source address of a SYN where none was given"),
        new("MUST-45", "MUST", "Else use the local address of the connection"),
        new("MUST-46", "MUST NOT", "OPEN to a broadcast, multicast or otherwise invalid address"),
        new("MUST-57", "MUST", "Silently discard segments to a broadcast or multicast address"),

        // Closing
        new("SHLD-2", "SHOULD", "Allow RST to contain data"),
        new("MUST-12", "MUST", "Tell the application of an aborted connection"),
        new("MAY-1", "MAY", "Half-duplex close"),
        new("SHLD-3", "SHOULD", "Send RST when data is lost by a half-duplex close"),
        new("MUST-13", "MUST", "Stay in TIME-WAIT for 2 MSL"),
        new("MAY-2", "MAY", "Accept a SYN in TIME-WAIT"),
        new("SHLD-4", "SHOULD", "Use timestamps to reduce TIME-WAIT"),

        // Retransmission
        new("MUST-19", "MUST", "Exponential back-off, slow start and congestion avoidance"),
        new("MAY-4", "MAY", "Retransmit with the same IP identification", "Not done: identifications are keyed (RFC 7739)."),
        new("MUST-18", "MUST", "Karn's algorithm"),

        // Acknowledgments
        new("MUST-58", "MUST", "Aggregate acknowledgments where possible"),
        new("SHLD-31", "SHOULD", "Queue segments that are out of order"),
        new("MUST-59", "MUST", "Process everything queued before an acknowledgment is sent"),
        new("MAY-13", "MAY", "Acknowledge a segment that is out of order"),
        new("SHLD-18", "SHOULD", "Delayed acknowledgments"),
        new("MUST-40", "MUST", "Delay less than 0.5 seconds"),
        new("SHLD-19", "SHOULD", "Acknowledge every second full-sized segment"),
        new("MUST-39", "MUST", "Silly-window avoidance of the receiver"),

        // Sending
        new("MUST-49", "MUST", "The time to live is configurable", "IP_TTL, tested with IPv4."),
        new("MUST-38", "MUST", "Silly-window avoidance of the sender"),
        new("SHLD-7", "SHOULD", "Nagle's algorithm"),
        new("MUST-17", "MUST", "The application can disable Nagle's algorithm"),

        // Connection failures
        new("MUST-20", "MUST", "After R1 advise IP, after R2 close the connection"),
        new("MUST-21", "MUST", "The application can set R2"),
        new("SHLD-9", "SHOULD", "Tell the application between R1 and R2", "TCP_INFO shows the time-outs in a row; nothing is told unasked, as in other sockets."),
        new("SHLD-10", "SHOULD", "R1 is at least three retransmissions", "R1 does nothing of its own: routes are looked up anew whenever the table changes."),
        new("SHLD-11", "SHOULD", "R2 is at least 100 seconds"),
        new("MUST-22", "MUST", "The same for SYNs"),
        new("MUST-23", "MUST", "R2 is at least three minutes for SYNs"),

        // Keep-alive
        new("MAY-5", "MAY", "Keep-alive packets"),
        new("MUST-24", "MUST", "The application can turn keep-alive on and off"),
        new("MUST-25", "MUST", "Keep-alive is off by default"),
        new("MUST-26", "MUST", "Keep-alive packets are sent only when the connection was idle"),
        new("MUST-27", "MUST", "The interval is configurable"),
        new("MUST-28", "MUST", "The interval is at least two hours by default"),
        new("MUST-29", "MUST NOT", "One missing answer is taken for a dead connection"),
        new("SHLD-12", "SHOULD", "Keep-alive packets have no data"),
        new("MAY-6", "MAY", "Keep-alive packets with a garbage octet", "Not done: nobody needs it any more."),

        // IP options
        new("MUST-50", "MUST", "Ignore IP options that TCP does not understand", "IPv4 takes options off before TCP sees the segment; tested with IPv4."),
        new("MAY-10", "MAY", "Support the IP timestamp option", "IP_OPTIONS, tested with IPv4."),
        new("MAY-11", "MAY", "Support the IP record-route option", "IP_OPTIONS, tested with IPv4."),
        new("MUST-51", "MUST", "The application can specify a source route", NoSourceRoutes),
        new("MUST-52", "MUST", "It overrides a source route that was received", NoSourceRoutes),
        new("MUST-53", "MUST", "Build a return route from a source route", NoSourceRoutes),
        new("SHLD-24", "SHOULD", "A later source route overrides an earlier one", NoSourceRoutes),

        // ICMP
        new("MUST-54", "MUST", "Act on ICMP errors, and find their connection"),
        new("SHLD-25", "SHOULD", "Destination unreachable, codes 0, 1 and 5: tell the application"),
        new("MUST-56", "MUST NOT", "Abort on destination unreachable (0, 1, 5), time exceeded or parameter problem"),
        new("SHLD-26", "SHOULD", "Destination unreachable, codes 2 to 4: abort the connection"),
        new("MUST-55", "MUST", "Silently discard source quench"),

        // Addresses
        new("MUST-63", "MUST", "Reject a SYN from an invalid address"),

        // Interface to the application
        new("MUST-47", "MUST", "Errors are reported to the application"),
        new("SHLD-20", "SHOULD", "The application can disable error reports", "SO_ERROR is asked for, not told."),
        new("MUST-48", "MUST", "The application can specify the Diffserv field", "IP_TOS, tested with IPv4."),
        new("SHLD-21", "SHOULD", "The application can change the Diffserv field during the connection", "IP_TOS, tested with IPv4."),
        new("SHLD-22", "SHOULD", "The Diffserv field is passed to IP unchanged", "IP_TOS, tested with IPv4."),
        new("SHLD-23", "SHOULD", "The Diffserv field is specified for each direction on its own", "Follows from IP_TOS being one socket's."),
        new("MAY-9", "MAY", "Pass the received Diffserv field up", "Not done for streams."),
        new("MAY-14", "MAY", "FLUSH call", "Not part of the sockets interface."),
        new("MUST-43", "MUST", "OPEN has an optional parameter for the local address"),

        // Others
        new("MAY-12", "MAY", "Protection against injected data (RFC 5961)"),
        new("SHLD-8", "SHOULD", "Explicit congestion notification"),
        new("MAY-18", "MAY", "Other congestion control algorithms that conform"),
    ]);
}
