namespace Hokku.Protocols.Tcp;

/// <summary>What the steps of "segment arrives" (RFC 9293, 3.10.7) decide; performed in one place when they are done.</summary>
[Flags]
internal enum SegmentActions : ushort
{
    None = 0,

    /// <summary>No further step is taken.</summary>
    Stop = 1,

    /// <summary>The text went to a queue: the buffer is not ours any more.</summary>
    Kept = 2,

    /// <summary>Acknowledge by the rules of delayed acknowledgment.</summary>
    AcknowledgeLater = 4,

    /// <summary>Acknowledge at the end of the batch.</summary>
    AcknowledgeNow = 8,

    /// <summary>Acknowledge this very segment: out of order, so that the peer counts duplicates (RFC 5681, 3.2).</summary>
    AcknowledgeEach = 16,

    /// <summary>Acknowledge to find out whether the peer meant it (RFC 5961), within limits.</summary>
    Challenge = 32,

    /// <summary>Answer with a reset.</summary>
    Reset = 64,

    /// <summary>Something may be sent that could not be before.</summary>
    SendQueued = 128,

    /// <summary>The first unacknowledged segment goes again at once.</summary>
    Retransmit = 256,

    /// <summary>The connection goes to TIME-WAIT.</summary>
    EnterTimeWait = 512,

    /// <summary>The connection is over and the user has nothing to complain about.</summary>
    Close = 1024,

    /// <summary>The connection is over: the peer has reset it.</summary>
    ConnectionReset = 2048,

    /// <summary>The connection is over before it began.</summary>
    ConnectionRefused = 4096,
}
