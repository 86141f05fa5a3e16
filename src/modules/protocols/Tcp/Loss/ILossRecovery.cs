using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Finds out from acknowledgments that segments are lost, and says what to send again.</summary>
internal interface ILossRecovery
{
    /// <summary>A loss was found and is not yet repaired.</summary>
    bool IsRecovering { get; }

    /// <summary>The congestion window as it counts now: while recovering it is another than congestion control's; limited transmit (RFC 3042) is in it.</summary>
    int Window { get; }

    /// <summary>Duplicate acknowledgments in a row.</summary>
    int Duplicates { get; }

    /// <summary>The connection is established.</summary>
    void Begin(SequenceNumber initial);

    /// <summary>An acknowledgment that acknowledges nothing new while data are in flight.</summary>
    SegmentActions Duplicate(in SendSequence send, int segmentSize);

    /// <summary>New data were acknowledged.</summary>
    /// <param name="send">As they are after it: SND.UNA has moved.</param>
    /// <param name="sample">What was acknowledged.</param>
    /// <param name="segmentSize">Eff.snd.MSS.</param>
    SegmentActions Acknowledged(in SendSequence send, in AcknowledgmentSample sample, int segmentSize);

    /// <summary>The retransmission timer expired.</summary>
    void TimedOut(in SendSequence send);
}
