using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What one acknowledgment delivers, gathered while the scoreboard learns it (RFC 8985, 6.2, steps 1 to 3).</summary>
internal struct Delivery
{
    /// <summary>The stack's time.</summary>
    public required TimeSpan Now;

    /// <summary>The least round trip so far; zero when unknown.</summary>
    public required TimeSpan LeastRoundTrip;

    /// <summary>The peer's echo of our timestamp; null when it sends none.</summary>
    public required uint? Echo;

    /// <summary>The highest number delivered so far (RACK.fack).</summary>
    public required SequenceNumber Forward;

    /// <summary>A retransmission that began a recovery came after everything up to here was sent.</summary>
    public required SequenceNumber Before;

    /// <summary>Octets delivered.</summary>
    public int Octets;

    /// <summary>Octets of them that were selectively acknowledged.</summary>
    public int Selectively;

    /// <summary>Octets of them that were sent once, and before <see cref="Before"/> was reached.</summary>
    public int Originals;

    /// <summary>How far behind <see cref="Forward"/> something came that was sent once: octets of reordering.</summary>
    public int Reordering;

    /// <summary>Something that says when it was sent was delivered.</summary>
    public bool IsTimed;

    /// <summary>When what was sent last of it was sent.</summary>
    public TimeSpan SentAt;

    /// <summary>Where that ends.</summary>
    public SequenceNumber SentEnd;

    /// <summary>The least time since the sending of something that was sent once; zero when nothing was.</summary>
    public TimeSpan RoundTrip;

    /// <summary>How far delivery was when that was sent which was sent last.</summary>
    public DeliveryMark Mark;

    public void Add(in FlightRange range, SequenceNumber end, int length)
    {
        Octets += length;
        if (range.Mark.SentAt > Mark.SentAt || (range.Mark.SentAt == Mark.SentAt && range.Mark.Delivered >= Mark.Delivered))
            Mark = range.Mark;
        var elapsed = Now - range.SentAt;
        if (!range.WasSentAgain)
        {
            if (end <= Before)
                Originals += length;
            if (end < Forward)
                Reordering = Math.Max(Reordering, Forward - end + length);
            RoundTrip = RoundTrip == TimeSpan.Zero || elapsed < RoundTrip ? elapsed : RoundTrip;
        }
        else if (elapsed < LeastRoundTrip || (Echo is { } echo && (int)(echo - range.Stamp) < 0))
        {
            // RFC 8985, 6.2, step 2: too early for the retransmission; its original has arrived.
            Forward = SequenceNumber.Max(Forward, end);
            return;
        }

        Forward = SequenceNumber.Max(Forward, end);
        if (IsTimed && !range.IsSentAfter(SentAt, SentEnd))
            return;
        IsTimed = true;
        SentAt = range.SentAt;
        SentEnd = end;
    }
}
