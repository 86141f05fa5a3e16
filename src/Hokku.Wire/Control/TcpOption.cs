namespace Hokku.Wire.Control;

/// <summary>Options of <see cref="SocketLevel.Tcp"/> (TCP_*). The numbers are Linux's.</summary>
public enum TcpOption
{
    NoDelay = 1,
    MaximumSegment = 2,
    Cork = 3,

    /// <summary>Seconds of silence before the first keep-alive probe.</summary>
    KeepIdle = 4,

    /// <summary>Seconds between keep-alive probes.</summary>
    KeepInterval = 5,

    /// <summary>Unanswered keep-alive probes that end a connection.</summary>
    KeepCount = 6,
    SynCount = 7,

    /// <summary>Seconds in FIN-WAIT-2 after close; 0 for the default.</summary>
    Linger2 = 8,
    DeferAccept = 9,
    WindowClamp = 10,

    /// <summary>A <see cref="TcpInformation"/> (get).</summary>
    Information = 11,
    QuickAck = 12,

    /// <summary>The congestion control's name as UTF-8.</summary>
    Congestion = 13,

    /// <summary>Milliseconds that sent data may stay unacknowledged (RFC 5482); 0 for the default.</summary>
    UserTimeout = 18,

    /// <summary>On a listener, how many connections may be incomplete that were opened with text in their SYN (RFC 7413); 0 for none.</summary>
    FastOpen = 23,
    NotSentLowWater = 25,

    /// <summary>Connect waits for the first text, which goes with the SYN when there is a cookie (RFC 7413).</summary>
    FastOpenConnect = 30,

    /// <summary>The names of all congestion controls, separated by spaces (get). Hokku's own number.</summary>
    CongestionControls = 1001,
}
