namespace Hokku.Protocols.Tcp;

/// <summary>The numbers of RFCs and of custom that one stack's TCP works with.</summary>
public sealed record TcpSettings
{
    /// <summary>MSL; TIME-WAIT lasts twice as long (RFC 9293, 3.4.2, says two minutes; deployed stacks use 30 seconds).</summary>
    public TimeSpan MaximumSegmentLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The retransmission time-out before the first measurement (RFC 6298, 2.1).</summary>
    public TimeSpan InitialTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The least retransmission time-out. RFC 6298, 2.4, says one second; deployed stacks use 200 ms.</summary>
    public TimeSpan LeastTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The bound of back-off (RFC 6298, 2.5: at least 60 seconds).</summary>
    public TimeSpan MostTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an acknowledgment may wait for company (RFC 9293, 3.8.6.3: below 500 ms).</summary>
    public TimeSpan DelayedAcknowledgment { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How long a small segment is held against the window or a cork before it is sent all the same (RFC 9293, 3.8.6.2.1).</summary>
    public TimeSpan SillyWindowOverride { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>R2 for SYN: retransmissions before a connect fails; with the default time-outs more than three minutes (RFC 9293, MUST-23).</summary>
    public int SynRetries { get; init; } = 7;

    /// <summary>Retransmissions of a SYN-ACK before a half-open connection is forgotten.</summary>
    public int SynAckRetries { get; init; } = 5;

    /// <summary>R2: retransmissions of data before a connection fails (RFC 9293, 3.8.3).</summary>
    public int DataRetries { get; init; } = 15;

    /// <summary>Retransmissions and window probes for a connection whose user has closed it.</summary>
    public int OrphanRetries { get; init; } = 8;

    /// <summary>How long FIN-WAIT-2 lasts when the user has closed.</summary>
    public TimeSpan FinWait2 { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Silence before the first keep-alive probe (RFC 9293, MUST-28: at least two hours).</summary>
    public TimeSpan KeepIdle { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Between keep-alive probes.</summary>
    public TimeSpan KeepInterval { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Unanswered keep-alive probes that end a connection.</summary>
    public int KeepCount { get; init; } = 9;

    /// <summary>How long the module stays loaded after a connection, for the next one; zero unloads it with its last user.</summary>
    public TimeSpan UnloadGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections in TIME-WAIT; beyond it the oldest goes early.</summary>
    public int TimeWaitLimit { get; init; } = 32768;

    /// <summary>Half-open connections of one listener, whatever its backlog; beyond it there are cookies, or the oldest goes.</summary>
    public int HalfOpenLimit { get; init; } = 1024;

    /// <summary>When listeners answer with SYN cookies (RFC 4987, 3.6).</summary>
    public SynCookieUse SynCookies { get; init; } = SynCookieUse.WhenFull;

    /// <summary>The first port for connections that ask for none (RFC 6335, 6).</summary>
    public ushort FirstEphemeralPort { get; init; } = 49152;

    /// <summary>The last one.</summary>
    public ushort LastEphemeralPort { get; init; } = 65535;

    /// <summary>The least segment size that a peer or a path can talk us down to, options included: tiny segments are an attack (CVE-2019-11479).</summary>
    public int LeastSegmentSize { get; init; } = 88;

    /// <summary>The largest segment that is sent or asked for, TCP options included, on every path (MSS clamp); 0 for none but the path's own.</summary>
    public int MostSegmentSize { get; init; }

    /// <summary>Looks for the path's MTU with segments of its own when large ones vanish without a report (RFC 4821).</summary>
    public bool PathMtuProbing { get; init; } = true;

    /// <summary>Time-outs in a row after which large segments count as vanished.</summary>
    public int BlackHoleTimeouts { get; init; } = 3;

    /// <summary>Batches that are acknowledged at once at the beginning of a connection and after a long silence, as Linux does.</summary>
    public int QuickAcknowledgments { get; init; } = 16;

    /// <summary>Connections that go on without their users; beyond it the oldest is reset.</summary>
    public int OrphanLimit { get; init; } = 8192;

    /// <summary>Islands of text that may wait out of order in one connection.</summary>
    public int OutOfOrderLimit { get; init; } = 256;

    /// <summary>Octets that the queues of all connections may hold together; 0 for half of the stack's buffer pool.</summary>
    public long MemoryBudget { get; init; }

    /// <summary>What a receive buffer may grow to by itself. Octets.</summary>
    public int MostReceiveBuffer { get; init; } = 6 << 20;

    /// <summary>What a send buffer may grow to by itself. Octets.</summary>
    public int MostSendBuffer { get; init; } = 6 << 20;

    /// <summary>Resets sent a second for segments that belong to no connection.</summary>
    public int ResetsPerSecond { get; init; } = 1000;

    /// <summary>Challenge acknowledgments a connection sends in about a second (RFC 5961, 7).</summary>
    public int ChallengesPerSecond { get; init; } = 10;

    /// <summary>The congestion control of a new socket, as TCP_CONGESTION names it.</summary>
    public string CongestionControl { get; init; } = "cubic";

    /// <summary>Explicit congestion notification (RFC 3168).</summary>
    public EcnMode Ecn { get; init; } = EcnMode.Passive;

    /// <summary>Paces every connection by its window and round trip, whether its congestion control asks for it or not.</summary>
    public bool IsPaced { get; init; }

    /// <summary>Sends super-packets and leaves cutting them to the device or the bridge.</summary>
    public bool SuperPackets { get; init; } = true;

    /// <summary>Offers selective acknowledgments, and uses them with peers that offer them too (RFC 2018).</summary>
    public bool SelectiveAcknowledgments { get; init; } = true;

    /// <summary>Finds losses by time and probes for those at the tail (RACK-TLP, RFC 8985), where selective acknowledgments are in use; else by counting (RFC 6675).</summary>
    public bool Rack { get; init; } = true;

    /// <summary>Ranges of octets in flight that one connection tells apart; with more it becomes coarse.</summary>
    public int ScoreboardLimit { get; init; } = 16384;
}
