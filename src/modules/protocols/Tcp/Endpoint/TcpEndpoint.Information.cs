using Hokku.Wire.Control;

namespace Hokku.Protocols.Tcp;

/// <content>STATUS (RFC 9293, 3.10.6): TCP_INFO.</content>
internal sealed partial class TcpEndpoint
{
    private const int TimestampsOption = 1;
    private const int SackOption = 2;
    private const int WindowScaleOption = 4;
    private const int EcnOption = 8;

    private long _octetsSent;
    private long _octetsAcknowledged;
    private long _octetsReceived;
    private long _octetsRetransmitted;
    private long _segmentsOut;
    private long _segmentsIn;
    private long _retransmits;

    // Linux's numbers of the phases.
    private static ReadOnlySpan<byte> RecoveryStates => [0, 3, 4];

    private TcpInformation Describe() => new()
    {
        State = (int)_state,
        Options = (_timestamps.IsOn ? TimestampsOption : 0) | (_sack.IsOn ? SackOption : 0) | (_isScaling ? WindowScaleOption : 0) | (_ecn.IsOn ? EcnOption : 0),
        SendWindowScale = _send.WindowScale,
        ReceiveWindowScale = _window.Scale,
        SendMaximumSegment = _segmentSize,
        ReceiveMaximumSegment = _delayedAck.FullSize,
        PathMtu = _pathMtu,
        AdvertisedMaximumSegment = _ourMaximumSegment,
        RetransmissionTimeout = Microseconds(_retransmission.Timeout(_roundTrip, Settings)),
        RoundTripTime = Microseconds(_roundTrip.Smoothed),
        RoundTripVariance = Microseconds(_roundTrip.Variance),
        MinimumRoundTripTime = Microseconds(_roundTrip.Least),
        CongestionWindow = IsSynchronized ? Loss.Window : _congestion.Window,
        SlowStartThreshold = _congestion.Threshold,
        SendWindow = _send.Window,
        ReceiveWindow = _window.Size(_receive.Next),
        ReceiveSpace = ReceiveSpace,
        Unacknowledged = _send.InFlight,
        NotSent = Math.Max(_sendQueue.End - _send.Next, 0),
        OctetsSent = _octetsSent,
        OctetsAcknowledged = _octetsAcknowledged,
        OctetsReceived = _octetsReceived,
        OctetsRetransmitted = _octetsRetransmitted,
        SegmentsOut = _segmentsOut,
        SegmentsIn = _segmentsIn,
        TotalRetransmits = _retransmits,
        ConsecutiveTimeouts = _retransmission.BackOff,
        ProbesSent = _probe.Sent + _keepAlive.Sent,
        BackOff = Math.Max(_retransmission.BackOff, _probe.Sent),
        OutOfOrderSegments = _receiveQueue.EarlyCount,
        LastDataSentAgo = Microseconds(Stack.Now - _lastSent),
        LastDataReceivedAgo = Microseconds(Stack.Now - _lastTextHeard),
        SelectivelyAcknowledged = _board.Sacked,
        Lost = _board.Lost,
        Retransmitted = _board.Retransmitted,
        Reordering = _recovery?.Reordering ?? 0,
        RecoveryState = RecoveryStates[(int)(_recovery?.Phase ?? default)],
        LastAcknowledgmentAgo = Microseconds(Stack.Now - _lastAcknowledged),
    };

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
