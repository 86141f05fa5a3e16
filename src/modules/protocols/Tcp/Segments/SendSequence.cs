using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>The send sequence variables (RFC 9293, 3.3.1, table 2).</summary>
internal struct SendSequence
{
    /// <summary>ISS.</summary>
    public SequenceNumber Initial;

    /// <summary>SND.UNA.</summary>
    public SequenceNumber Unacknowledged;

    /// <summary>SND.NXT: behind everything that was ever sent.</summary>
    public SequenceNumber Next;

    /// <summary>SND.WND in octets.</summary>
    public uint Window;

    /// <summary>Max(SND.WND): the largest window so far.</summary>
    public uint LargestWindow;

    /// <summary>SND.WL1.</summary>
    public SequenceNumber WindowSequence;

    /// <summary>SND.WL2.</summary>
    public SequenceNumber WindowAcknowledgment;

    /// <summary>The shift of the peer's windows.</summary>
    public byte WindowScale;

    /// <summary>There is urgent data up to <see cref="UrgentEnd"/>.</summary>
    public bool IsUrgent;

    /// <summary>SND.UP: behind the last urgent octet.</summary>
    public SequenceNumber UrgentEnd;

    /// <summary>FlightSize: octets sent and not acknowledged.</summary>
    public readonly int InFlight => Next - Unacknowledged;

    /// <summary>Begins with a SYN that is about to be sent.</summary>
    public void Begin(SequenceNumber initial)
    {
        this = default;
        Initial = Unacknowledged = Next = initial;
    }

    /// <summary>So much was sent at SND.NXT.</summary>
    public void Advance(int length) => Next += length;

    /// <summary>Everything up to a number is acknowledged.</summary>
    public void Acknowledge(SequenceNumber number)
    {
        Unacknowledged = number;
        if (IsUrgent && UrgentEnd <= number)
            IsUrgent = false;
    }

    /// <summary>Takes the window of a segment unless an older one (RFC 9293, 3.10.7.4, fifth step).</summary>
    /// <returns>Whether the window is another one now.</returns>
    public bool UpdateWindow(in TcpSegment segment)
    {
        if (WindowSequence > segment.Sequence || (WindowSequence == segment.Sequence && WindowAcknowledgment > segment.Acknowledgment))
            return false;
        uint window = (uint)segment.Window << (segment.IsSyn ? 0 : WindowScale);
        bool changed = window != Window;
        Window = window;
        LargestWindow = Math.Max(LargestWindow, window);
        WindowSequence = segment.Sequence;
        WindowAcknowledgment = segment.Acknowledgment;
        return changed;
    }
}
