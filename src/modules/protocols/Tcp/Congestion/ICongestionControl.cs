namespace Hokku.Protocols.Tcp;

/// <summary>How much a connection may have in flight (RFC 5681). Octets throughout.</summary>
internal interface ICongestionControl
{
    /// <summary>As TCP_CONGESTION gives it.</summary>
    string Name { get; }

    /// <summary>cwnd.</summary>
    int Window { get; }

    /// <summary>ssthresh.</summary>
    int Threshold { get; }

    /// <summary>The connection is established.</summary>
    /// <param name="segmentSize">Eff.snd.MSS.</param>
    /// <param name="synWasLost">RFC 5681, 3.1: then it begins with one segment.</param>
    void Begin(int segmentSize, bool synWasLost);

    /// <summary>The path's segment size has changed.</summary>
    void SegmentSizeChanged(int segmentSize);

    /// <summary>New data was acknowledged, and nothing is known to be lost.</summary>
    void Acknowledged(in AcknowledgmentSample sample);

    /// <summary>A loss was found by acknowledgments.</summary>
    /// <param name="inFlight">FlightSize.</param>
    void LossFound(int inFlight);

    /// <summary>While recovering: a segment has left the network.</summary>
    void SegmentLeft();

    /// <summary>While recovering: some was acknowledged, but not all that was in flight when the loss was found.</summary>
    void PartlyAcknowledged(int octets);

    /// <summary>All that was in flight when the loss was found is acknowledged.</summary>
    void Recovered(int inFlight);

    /// <summary>The retransmission timer expired.</summary>
    /// <param name="inFlight">FlightSize.</param>
    /// <param name="again">It is not the first time for this octet.</param>
    void TimedOut(int inFlight, bool again);

    /// <summary>Nothing was sent for longer than the retransmission time-out (RFC 5681, 4.1).</summary>
    void WasIdle();
}
