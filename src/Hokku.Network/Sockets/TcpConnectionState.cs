namespace Hokku.Network;

/// <summary>How a TCP connection does at the moment (TCP_INFO).</summary>
/// <param name="RoundTripTime">Smoothed (RFC 6298); zero before the first measurement.</param>
/// <param name="RetransmissionTimeout">How long an acknowledgment is awaited.</param>
/// <param name="CongestionWindow">Octets that may be under way.</param>
/// <param name="SlowStartThreshold">Octets.</param>
/// <param name="Unacknowledged">Octets under way.</param>
/// <param name="NotSent">Octets that wait to be sent.</param>
/// <param name="Retransmits">Segments that were sent again since the connection was made.</param>
/// <param name="OctetsSent">Payload sent, what was sent again included.</param>
/// <param name="OctetsReceived">Payload received.</param>
/// <param name="PathMtu">Octets.</param>
public readonly record struct TcpConnectionState(
    TimeSpan RoundTripTime,
    TimeSpan RetransmissionTimeout,
    long CongestionWindow,
    long SlowStartThreshold,
    long Unacknowledged,
    long NotSent,
    long Retransmits,
    long OctetsSent,
    long OctetsReceived,
    int PathMtu);
