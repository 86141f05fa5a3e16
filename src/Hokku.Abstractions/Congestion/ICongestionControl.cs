namespace Hokku.Abstractions;

/// <summary>
/// How much one connection may have in flight, and how fast (RFC 5033). One object a connection; called inside the stack only, and without
/// allocating once it has begun. Octets throughout. Those who bring one register it with
/// <see cref="INetStack.RegisterCongestionControl"/> and name it in their manifest.
/// </summary>
public interface ICongestionControl
{
    /// <summary>As TCP_CONGESTION gives it.</summary>
    string Name { get; }

    /// <summary>cwnd: what may be in flight.</summary>
    int Window { get; }

    /// <summary>ssthresh.</summary>
    int Threshold { get; }

    /// <summary>Octets a second at which it wants to be paced; 0 when it does not care.</summary>
    long PacingRate => 0;

    /// <summary>Octets that may leave at once when it is paced; 0 leaves that to the connection.</summary>
    int SendQuantum => 0;

    /// <summary>
    /// It sets <see cref="Window"/> itself while losses are repaired. Else the connection comes down to it by proportional rate reduction
    /// (RFC 6937).
    /// </summary>
    bool GovernsRecovery => false;

    /// <summary>The connection is established, or had another congestion control until now.</summary>
    void Begin(in CongestionStart start);

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

    /// <summary>All that was in flight when the loss was found is acknowledged.</summary>
    void Recovered(int inFlight);

    /// <summary>The peer has echoed a router's mark (RFC 3168): at most once a round trip, and not while losses are repaired.</summary>
    void EcnEchoed(int inFlight) => LossFound(inFlight);

    /// <summary>The retransmission timer expired.</summary>
    /// <param name="inFlight">FlightSize.</param>
    /// <param name="again">It is not the first time for this octet.</param>
    void TimedOut(int inFlight, bool again);

    /// <summary>
    /// The last <see cref="LossFound"/> or <see cref="TimedOut"/> was a mistake: nothing was lost, and window and threshold are again as before it
    /// (RFC 4015).
    /// </summary>
    void Undo();

    /// <summary>Data are sent again after nothing was in flight for a while.</summary>
    /// <param name="now">The stack's time.</param>
    /// <param name="idle">How long nothing was sent.</param>
    /// <param name="timeout">The retransmission time-out.</param>
    void Restarted(TimeSpan now, TimeSpan idle, TimeSpan timeout);
}
