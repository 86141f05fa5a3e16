using System.Runtime.InteropServices;

namespace Hokku.Wire.Control;

/// <summary>The state of one TCP connection as TCP_INFO tells it. Times are microseconds, sizes octets unless said.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TcpInformation
{
    /// <summary>The state's number: 1 ESTABLISHED, 2 SYN-SENT, 3 SYN-RECEIVED, 4 FIN-WAIT-1, 5 FIN-WAIT-2, 6 TIME-WAIT, 7 CLOSED, 8 CLOSE-WAIT, 9 LAST-ACK, 10 LISTEN, 11 CLOSING (Linux's).</summary>
    public int State;

    /// <summary>1 timestamps, 2 SACK, 4 window scaling, 8 ECN.</summary>
    public int Options;
    public int SendWindowScale;
    public int ReceiveWindowScale;
    public int SendMaximumSegment;
    public int ReceiveMaximumSegment;
    public int PathMtu;
    public int AdvertisedMaximumSegment;
    public long RetransmissionTimeout;
    public long RoundTripTime;
    public long RoundTripVariance;
    public long MinimumRoundTripTime;
    public long CongestionWindow;
    public long SlowStartThreshold;
    public long SendWindow;
    public long ReceiveWindow;
    public long ReceiveSpace;
    public long Unacknowledged;
    public long NotSent;
    public long OctetsSent;
    public long OctetsAcknowledged;
    public long OctetsReceived;
    public long OctetsRetransmitted;
    public long SegmentsOut;
    public long SegmentsIn;
    public long TotalRetransmits;
    public int ConsecutiveTimeouts;
    public int ProbesSent;
    public int BackOff;
    public int OutOfOrderSegments;
    public long LastDataSentAgo;
    public long LastDataReceivedAgo;
    public long LastAcknowledgmentAgo;
    public long SelectivelyAcknowledged;
    public long Lost;
    public long Retransmitted;

    /// <summary>The most segments by which one has overtaken another; 3 when none has.</summary>
    public int Reordering;

    /// <summary>0 no loss is known, 3 a loss is being repaired, 4 after a time-out (Linux's).</summary>
    public int RecoveryState;
}
