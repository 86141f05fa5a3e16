using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Explicit congestion notification of one connection (RFC 3168, 6.1): what a router's mark makes the receiver echo, and the sender do once a round trip.</summary>
internal struct ExplicitCongestion
{
    private const TcpFlags Both = TcpFlags.EcnEcho | TcpFlags.CongestionWindowReduced;

    private bool _mustEcho;
    private bool _mustTell;
    private SequenceNumber _reducedUntil;

    /// <summary>Both sides have agreed to it.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The last acknowledgment had an echo: it does not grow the window.</summary>
    public bool IsEchoed { get; private set; }

    /// <summary>Whether a SYN, or a SYN-ACK, says that its sender can do it (RFC 3168, 6.1.1).</summary>
    public static bool IsSetup(in TcpSegment syn) => (syn.Flags & Both) == (syn.IsAcknowledgment ? TcpFlags.EcnEcho : Both);

    /// <summary>The connection begins.</summary>
    public void Begin(bool isOn, SequenceNumber initial) => this = new ExplicitCongestion { IsOn = isOn, _reducedUntil = initial };

    /// <summary>A segment with text has come.</summary>
    public void TextArrived(in TcpSegment segment, bool isMarked)
    {
        if (!IsOn)
            return;
        if ((segment.Flags & TcpFlags.CongestionWindowReduced) != 0)
            _mustEcho = false;
        _mustEcho |= isMarked;
    }

    /// <summary>An acknowledgment has come.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="send">Before it is taken.</param>
    /// <param name="isRecovering">The window was reduced for a loss of this round trip already.</param>
    /// <returns>Whether the window must be reduced.</returns>
    public bool AcknowledgmentArrived(in TcpSegment segment, in SendSequence send, bool isRecovering)
    {
        IsEchoed = IsOn && (segment.Flags & TcpFlags.EcnEcho) != 0 && !segment.IsSyn;
        if (!IsEchoed || send.InFlight == 0)
            return false;
        if (segment.Acknowledgment <= _reducedUntil)
            return false;
        _reducedUntil = send.Next;
        _mustTell = true;
        return !isRecovering;
    }

    /// <summary>The flags of a segment that is sent in a synchronized state.</summary>
    /// <param name="isNewText">It has text that was never sent before.</param>
    public TcpFlags FlagsFor(bool isNewText)
    {
        var flags = _mustEcho ? TcpFlags.EcnEcho : TcpFlags.None;
        if (!isNewText || !_mustTell)
            return flags;
        _mustTell = false;
        return flags | TcpFlags.CongestionWindowReduced;
    }
}
