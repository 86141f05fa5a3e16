namespace Hokku.Protocols.Tcp;

/// <summary>How much a connection may have in flight (RFC 5681). Octets throughout.</summary>
internal interface ICongestionControl
{
    /// <summary>As TCP_CONGESTION gives it.</summary>
    string Name { get; }

    /// <summary>cwnd. While recovering, loss recovery has its own (RFC 6937) unless <see cref="GovernsRecovery"/>.</summary>
    int Window { get; }

    /// <summary>Whether <see cref="Window"/> counts also while a loss is being repaired.</summary>
    bool GovernsRecovery => false;

    /// <summary>ssthresh.</summary>
    int Threshold { get; }

    /// <summary>The connection is established.</summary>
    /// <param name="segmentSize">Eff.snd.MSS.</param>
    /// <param name="synWasLost">RFC 5681, 3.1: then it begins with one segment.</param>
    void Begin(int segmentSize, bool synWasLost);

    /// <summary>The path's segment size has changed.</summary>
    void SegmentSizeChanged(int segmentSize);

    /// <summary>
    /// Octets were delivered or lost: called for each acknowledgment that says so, also while recovering, and after <see cref="LossFound"/> when
    /// the same acknowledgment says both.
    /// </summary>
    void Acknowledged(in AcknowledgmentSample sample);

    /// <summary>A loss was found by acknowledgments and recovery begins: the threshold, and the window with it, go down. Once a round trip at most.</summary>
    /// <param name="inFlight">FlightSize.</param>
    void LossFound(int inFlight);

    /// <summary>The last <see cref="LossFound"/> or <see cref="TimedOut"/> was a mistake: nothing was lost, and window and threshold are again as before it (RFC 4015).</summary>
    void Undo();

    /// <summary>All that was in flight when the loss was found is acknowledged.</summary>
    void Recovered(int inFlight);

    /// <summary>The retransmission timer expired.</summary>
    /// <param name="inFlight">FlightSize.</param>
    /// <param name="again">It is not the first time for this octet.</param>
    void TimedOut(int inFlight, bool again);

    /// <summary>Nothing was sent for longer than the retransmission time-out (RFC 5681, 4.1).</summary>
    void WasIdle();
}
