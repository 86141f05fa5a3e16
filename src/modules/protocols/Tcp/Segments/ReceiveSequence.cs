using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>The receive sequence variables (RFC 9293, 3.3.1, table 3). RCV.WND is the <see cref="ReceiveWindow"/>'s.</summary>
internal struct ReceiveSequence
{
    /// <summary>IRS.</summary>
    public SequenceNumber Initial;

    /// <summary>RCV.NXT.</summary>
    public SequenceNumber Next;

    /// <summary>What the last segment that we sent has acknowledged (RFC 7323's Last.ACK.sent).</summary>
    public SequenceNumber LastAcknowledged;

    /// <summary>The peer's FIN was seen, at <see cref="Fin"/>; perhaps before its turn.</summary>
    public bool IsFinSeen;

    /// <summary>The FIN's number.</summary>
    public SequenceNumber Fin;

    /// <summary>The FIN's turn has come: nothing more will arrive.</summary>
    public bool IsFinished;

    /// <summary>Begins with the peer's SYN.</summary>
    public void Begin(SequenceNumber initial)
    {
        this = default;
        Initial = initial;
        Next = LastAcknowledged = initial + 1;
    }
}
