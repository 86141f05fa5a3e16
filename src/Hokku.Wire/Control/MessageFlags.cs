namespace Hokku.Wire.Control;

/// <summary>What a send or receive call may ask for and be told (MSG_*). The numbers are Linux's, so that programs run over the driver need no translation.</summary>
[Flags]
public enum MessageFlags
{
    None = 0,

    /// <summary>Urgent data (RFC 9293, 3.8.5).</summary>
    OutOfBand = 0x1,

    /// <summary>Look without taking.</summary>
    Peek = 0x2,

    /// <summary>Send to directly connected hosts only.</summary>
    DontRoute = 0x4,

    /// <summary>Told: ancillary data did not fit.</summary>
    ControlTruncated = 0x8,

    /// <summary>Asked: return the real length. Told: the datagram was longer than the buffer.</summary>
    Truncate = 0x20,

    DontWait = 0x40,

    EndOfRecord = 0x80,

    /// <summary>Wait until the whole buffer is filled, the peer has ended or an error came.</summary>
    WaitAll = 0x100,

    /// <summary>Send and then close the sending side (Haiku's MSG_EOF).</summary>
    End = 0x200,

    NoSignal = 0x4000,

    /// <summary>More will follow: do not send a partial segment yet.</summary>
    More = 0x8000,

    /// <summary>Told: the datagram came by link broadcast (Haiku's MSG_BCAST).</summary>
    Broadcast = 0x10000,

    /// <summary>Told: the datagram came by link multicast (Haiku's MSG_MCAST).</summary>
    Multicast = 0x20000,

    /// <summary>Send to a stream's destination: connect, with the text in the SYN when there is a cookie (RFC 7413).</summary>
    FastOpen = 0x20000000,
}
