using static Hokku.Protocols.Tcp.TcpState;

namespace Hokku.Protocols.Tcp;

/// <summary>Which states may follow which (RFC 9293, figure 5), and what netstat calls them.</summary>
public static class TcpTransitions
{
    // Every state but CLOSED itself may end in CLOSED: by ABORT, a reset, a time-out or the end of the stack.
    private static readonly (TcpState From, TcpState[] To)[] Table =
    [
        (Closed, [Listen, SynSent, SynReceived]), // SYN-RECEIVED: an endpoint made for a half-open connection
        (Listen, [Closed, SynSent]),
        (SynSent, [Closed, SynReceived, Established]),
        (SynReceived, [Closed, Established, FinWait1, CloseWait]),
        (Established, [Closed, FinWait1, CloseWait]),
        (FinWait1, [Closed, FinWait2, Closing, TimeWait]),
        (FinWait2, [Closed, TimeWait]),
        (CloseWait, [Closed, LastAck]),
        (Closing, [Closed, TimeWait]),
        (LastAck, [Closed]),
        (TimeWait, [Closed]),
    ];

    private static readonly ushort[] Followers = Pack();

    /// <summary>Whether a connection may go from one state to the other.</summary>
    public static bool IsAllowed(TcpState from, TcpState to) => (Followers[(int)from] >> (int)to & 1) != 0;

    /// <summary>The word for the state in netstat.</summary>
    public static string Word(TcpState state) => state switch
    {
        Established => "established",
        SynSent => "syn-sent",
        SynReceived => "syn-received",
        FinWait1 => "fin-wait1",
        FinWait2 => "fin-wait2",
        TimeWait => "time-wait",
        CloseWait => "close-wait",
        LastAck => "last-ack",
        Listen => "listen",
        Closing => "closing",
        _ => "closed",
    };

    private static ushort[] Pack()
    {
        var followers = new ushort[(int)Closing + 1];
        foreach (var (from, to) in Table)
        {
            foreach (var state in to)
                followers[(int)from] |= (ushort)(1 << (int)state);
        }

        return followers;
    }
}
