using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What is left of a connection in TIME-WAIT: enough to answer its peer and to let the next one of the same name in (RFC 6191).</summary>
internal sealed class TimeWaitConnection(TimeWaitQueue queue, TcpProtocol tcp) : IConnection
{
    private ConnectionKey _key;
    private TimestampClock _timestamps;
    private ChallengeAck _challenge;
    private ushort _window;
    private uint _lastTimestamp;

    public ref readonly ConnectionKey Key => ref _key;

    public uint TableHash { get; set; }

    public IConnection? TableNext { get; set; }

    /// <summary>The one that expires next; or the next unused one.</summary>
    public TimeWaitConnection? Newer { get; set; }

    /// <summary>The one that expires before.</summary>
    public TimeWaitConnection? Older { get; set; }

    /// <summary>When it is forgotten.</summary>
    public TimeSpan Expires { get; set; }

    /// <summary>SND.NXT.</summary>
    public SequenceNumber SendNext { get; private set; }

    /// <summary>RCV.NXT.</summary>
    public SequenceNumber ReceiveNext { get; private set; }

    /// <summary>Whether we may open the same connection again (RFC 6191): our clock has moved on, so that the peer can tell old segments from new.</summary>
    public bool MayReopen => _timestamps.IsOn && (int)(_timestamps.Value(tcp.Stack.Now) - _lastTimestamp) > 0;

    public void Begin(in ConnectionKey key, SequenceNumber sendNext, SequenceNumber receiveNext, ushort window, in TimestampClock timestamps)
    {
        _key = key;
        SendNext = sendNext;
        ReceiveNext = receiveNext;
        _window = window;
        _timestamps = timestamps;
        _lastTimestamp = timestamps.Value(tcp.Stack.Now);
        _challenge = default;
    }

    public void SegmentArrives(in TcpSegment segment, NetBuffer buffer)
    {
        // RFC 1337: a reset would end TIME-WAIT too early; it is not believed.
        if (!segment.IsReset)
        {
            if (segment.IsSyn && !segment.IsAcknowledgment && IsNewer(segment) && tcp.Reopen(this, segment, buffer))
                return;
            bool isOld = _timestamps.IsOld(segment, tcp.Stack.Now);
            if (segment.IsFin && !isOld && segment.End == ReceiveNext)
                queue.Renew(this);
            if (segment.SequenceLength > 0 || segment.Sequence != ReceiveNext || isOld)
                Acknowledge();
        }

        tcp.Drop(buffer, DropReason.TimeWait);
    }

    // RFC 6191, 2: by its timestamp or, without one, by its sequence number.
    private bool IsNewer(in TcpSegment segment) => _timestamps.IsOn && segment.Options.Timestamps is { } stamps
        ? (int)(stamps.Value - _timestamps.Recent) > 0 || (stamps.Value == _timestamps.Recent && segment.Sequence > ReceiveNext)
        : segment.Sequence > ReceiveNext;

    private void Acknowledge()
    {
        if (!tcp.MayChallenge(ref _challenge))
            return;
        tcp.SendBare(_key, new TcpSegment
        {
            Sequence = SendNext,
            Acknowledgment = ReceiveNext,
            Flags = TcpFlags.Acknowledgment,
            Window = _window,
            Options = new TcpOptions { Timestamps = _timestamps.Option(tcp.Stack.Now) },
        });
        _lastTimestamp = _timestamps.Value(tcp.Stack.Now);
    }
}
