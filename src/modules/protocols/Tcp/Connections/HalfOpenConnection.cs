using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// A connection that a peer has begun and not yet confirmed: SYN-RECEIVED without an endpoint and without a socket, so that a flood of SYNs
/// costs little. Used again and again.
/// </summary>
internal sealed class HalfOpenConnection : IConnection, ITimerOwner
{
    private readonly TcpProtocol _tcp;
    private readonly NetTimer _timer;
    private ConnectionKey _key;
    private ReceiveWindow _window;
    private TimestampClock _timestamps;
    private ChallengeAck _challenge;
    private TimeSpan _startedAt;
    private ushort _ourMaximumSegment;
    private ushort _windowField;
    private bool _isCookieWanted;

    public HalfOpenConnection(TcpProtocol tcp)
    {
        _tcp = tcp;
        _timer = new NetTimer(this);
    }

    public ref readonly ConnectionKey Key => ref _key;

    public uint TableHash { get; set; }

    public IConnection? TableNext { get; set; }

    /// <summary>The queue that it is on; null while it waits to be used again.</summary>
    public ListenQueue? Queue { get; set; }

    /// <summary>The one that came next; or the next unused one.</summary>
    public HalfOpenConnection? Newer { get; set; }

    /// <summary>The one that came before.</summary>
    public HalfOpenConnection? Older { get; set; }

    public Agreement Agreement { get; private set; }

    /// <summary>ISS.</summary>
    public SequenceNumber SendInitial { get; private set; }

    /// <summary>IRS.</summary>
    public SequenceNumber ReceiveInitial { get; private set; }

    /// <summary>The SYN-ACK was sent more than once.</summary>
    public int Retransmissions { get; private set; }

    /// <summary>What an endpoint begins with.</summary>
    public Handshake Handshake => new()
    {
        Key = _key,
        Agreement = Agreement,
        SendInitial = SendInitial,
        ReceiveInitial = ReceiveInitial,
        Window = _window,
        Timestamps = _timestamps,
        StartedAt = _startedAt,
        Retransmissions = Retransmissions,
    };

    /// <summary>When the SYN-ACK was sent first.</summary>
    public TimeSpan StartedAt => _startedAt;

    public INetModule? Module => _tcp.Module;

    /// <summary>Begins with the peer's SYN, and answers it.</summary>
    public void Begin(in ConnectionKey key, in TcpSegment syn, in Agreement agreement, SequenceNumber initial, int ourMaximumSegment, int receiveBuffer, int mostReceiveBuffer)
    {
        var now = _tcp.Stack.Now;
        _key = key;
        Agreement = agreement;
        _isCookieWanted = syn.Options.FastOpen is not null;
        SendInitial = initial;
        ReceiveInitial = syn.Sequence;
        Retransmissions = 0;
        _startedAt = now;
        _ourMaximumSegment = (ushort)ourMaximumSegment;
        _challenge = default;
        _timestamps = default;
        if (agreement.Timestamps is { } clock)
            _timestamps = new() { IsOn = true, Offset = _tcp.InitialSequence.TimestampOffset(key), Recent = clock, RecentAt = now };
        _window = default;
        if (agreement.WindowScale is not null)
            _window.Scale = ReceiveWindow.ScaleFor(mostReceiveBuffer);
        _windowField = _window.OpenUnscaled(syn.Sequence + 1, receiveBuffer);
        SendSynAck();
    }

    /// <summary>Forgets the connection; it may be used again.</summary>
    public void End() => _tcp.Stack.Cancel(_timer);

    public void SegmentArrives(in TcpSegment segment, NetBuffer buffer)
    {
        // Hazard A.2-12: the peer may answer a cookie that it was sent before there was room for this entry.
        if (IsOtherNumber(segment) && Queue!.TryEstablishByCookie(_key, segment, buffer, this))
            return;
        var reason = Judge(segment);
        if (reason == DropReason.None)
            Queue!.Establish(this, segment, buffer);
        else
            _tcp.Drop(buffer, reason);
    }

    public void TimerExpired(NetTimer timer)
    {
        if (Retransmissions >= Queue!.SynAckRetries)
        {
            _tcp.Statistics.HalfOpenExpired.Add();
            Queue.Remove(this);
            return;
        }

        Retransmissions++;
        _tcp.Statistics.SegmentsRetransmitted.Add();
        SendSynAck();
    }

    private bool IsOtherNumber(in TcpSegment segment) => segment.IsAcknowledgment && segment.Acknowledgment != SendInitial + 1;

    // RFC 9293, 3.10.7.4, for SYN-RECEIVED. None: the connection is established.
    private DropReason Judge(in TcpSegment segment)
    {
        if (segment.IsSyn && !segment.IsAcknowledgment && segment.Sequence == ReceiveInitial)
        {
            SendSynAck();
            return DropReason.OldDuplicate;
        }

        var next = ReceiveInitial + 1;
        bool isOld = !segment.IsReset && _timestamps.IsOld(segment, _tcp.Stack.Now);
        if (isOld || !SegmentAcceptance.IsAcceptable(segment.Sequence, segment.SequenceLength, next, _window.Size(next)))
        {
            if (!segment.IsReset)
                Challenge();
            return isOld ? DropReason.PawsRejected : DropReason.OutOfWindow;
        }

        if (segment.IsReset)
            return ResetArrives(segment.Sequence == next);
        if (segment.IsSyn)
        {
            Challenge();
            return DropReason.SynRejected;
        }

        if (!segment.IsAcknowledgment)
            return DropReason.FlagsMalformed;
        if (segment.Acknowledgment != SendInitial + 1)
        {
            _tcp.SendReset(_key, segment);
            return DropReason.AcknowledgmentInvalid;
        }

        return Queue!.IsDeferred(this, segment) ? DropReason.ListenQueueFull : DropReason.None;
    }

    // RFC 5961, 3.2.
    private DropReason ResetArrives(bool isExact)
    {
        if (!isExact)
        {
            Challenge();
            return DropReason.ResetRejected;
        }

        _tcp.Statistics.ResetsReceived.Add();
        Queue!.Remove(this);
        return DropReason.NoConnection;
    }

    private void Challenge()
    {
        if (!_tcp.MayChallenge(ref _challenge))
            return;
        var now = _tcp.Stack.Now;
        _tcp.SendBare(_key, new TcpSegment
        {
            Sequence = SendInitial + 1,
            Acknowledgment = ReceiveInitial + 1,
            Flags = TcpFlags.Acknowledgment,
            Window = (ushort)(_windowField >> _window.Scale),
            Options = new TcpOptions { Timestamps = _timestamps.Option(now) },
        });
    }

    private void SendSynAck()
    {
        var settings = _tcp.Settings;
        _tcp.SendBare(_key, new TcpSegment
        {
            Sequence = SendInitial,
            Acknowledgment = ReceiveInitial + 1,
            Flags = TcpFlags.Syn | TcpFlags.Acknowledgment | (Agreement.IsEcn && settings.Ecn != EcnMode.Off ? TcpFlags.EcnEcho : TcpFlags.None),
            Window = _windowField,
            Options = new TcpOptions
            {
                MaximumSegmentSize = _ourMaximumSegment,
                WindowScale = Agreement.WindowScale is null ? null : _window.Scale,
                Timestamps = _timestamps.Option(_tcp.Stack.Now),
                FastOpen = _isCookieWanted ? Queue!.FastOpenCookieFor(_key) : null,
                SackPermitted = Agreement.SelectiveAcknowledgments && settings.SelectiveAcknowledgments,
            },
        });
        long ticks = settings.InitialTimeout.Ticks << Retransmissions;
        _tcp.Stack.Arm(_timer, ticks > settings.MostTimeout.Ticks ? settings.MostTimeout : new TimeSpan(ticks));
    }
}
