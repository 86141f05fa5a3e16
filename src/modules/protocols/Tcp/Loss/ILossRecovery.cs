using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Finds out from acknowledgments and from their absence what is lost, marks it in the scoreboard, and says how much may be sent meanwhile.</summary>
internal interface ILossRecovery
{
    RecoveryPhase Phase { get; }

    /// <summary>Whom to tell of deliveries and losses.</summary>
    ICongestionControl Congestion { get; set; }

    /// <summary>The congestion window as it counts now: while recovering it is another than congestion control's; limited transmit (RFC 3042) is in it.</summary>
    int Window { get; }

    /// <summary>What is lost waits until it is known whether it is (RFC 5682).</summary>
    bool HoldsRetransmissions { get; }

    /// <summary>Until when what may merely be overtaken is waited for (RFC 8985, 6.2, step 5); null when nothing is.</summary>
    TimeSpan? WaitsUntil { get; }

    /// <summary>A tail loss probe may be scheduled (RFC 8985, 7.2).</summary>
    bool MayProbe { get; }

    /// <summary>The most segments by which one has overtaken another, and at least what counts as no reordering.</summary>
    int Reordering { get; }

    /// <summary>The connection is established.</summary>
    void Begin(SequenceNumber initial);

    /// <summary>An acknowledgment arrives that says something new, or a duplicate one.</summary>
    /// <param name="segment">It.</param>
    /// <param name="send">As they are after it: SND.UNA has moved.</param>
    /// <param name="arrival">What else is to know.</param>
    SegmentActions Acknowledged(in TcpSegment segment, in SendSequence send, in Arrival arrival);

    /// <summary>A segment was sent.</summary>
    void Sent(int octets, uint stamp, bool isRetransmission);

    /// <summary>A tail loss probe was sent.</summary>
    void ProbeSent(SequenceNumber end, bool isRetransmission);

    /// <summary><see cref="WaitsUntil"/> has come.</summary>
    SegmentActions WaitEnded(in SendSequence send, in Arrival arrival);

    /// <summary>What to send again when nothing is missing and nothing new can go (RFC 6675, 4: NextSeg 3 and 4); 0 for nothing.</summary>
    int Rescue(int segmentSize);

    /// <summary>The retransmission timer expired.</summary>
    /// <param name="send">The sequence variables.</param>
    /// <param name="arrival">Without an acknowledgment.</param>
    /// <param name="isAgain">It is not the first time for this octet.</param>
    void TimedOut(in SendSequence send, in Arrival arrival, bool isAgain);
}
