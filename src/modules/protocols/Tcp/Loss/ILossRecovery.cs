using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>Finds out from acknowledgments that segments are lost, and says what to send again.</summary>
internal interface ILossRecovery
{
    /// <summary>A loss was found and is not yet repaired.</summary>
    bool IsRecovering { get; }

    /// <summary>Octets that may be sent beyond the congestion window just now (RFC 3042).</summary>
    int Allowance { get; }

    /// <summary>Duplicate acknowledgments in a row.</summary>
    int Duplicates { get; }

    /// <summary>The connection is established.</summary>
    void Begin(SequenceNumber initial);

    /// <summary>An acknowledgment that acknowledges nothing new while data are in flight.</summary>
    SegmentActions Duplicate(in SendSequence send, int segmentSize);

    /// <summary>New data were acknowledged.</summary>
    /// <param name="send">As they are after it: SND.UNA has moved.</param>
    /// <param name="sample">What was acknowledged.</param>
    SegmentActions Acknowledged(in SendSequence send, in AcknowledgmentSample sample);

    /// <summary>The retransmission timer expired.</summary>
    void TimedOut(in SendSequence send);
}
