using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>Explicit congestion notification (RFC 3168) and what a mark costs (RFC 8511).</content>
internal sealed partial class TcpEndpoint
{
    private const TcpFlags EcnSetup = TcpFlags.EcnEcho | TcpFlags.CongestionWindowReduced;

    private ExplicitCongestion _ecn;

    /// <summary>What our SYN or SYN-ACK says. A SYN that goes again asks for nothing that a broken middlebox could dislike.</summary>
    private TcpFlags EcnSetupFlags(bool isAnswer)
    {
        if (isAnswer)
            return _ecn.IsOn ? TcpFlags.EcnEcho : TcpFlags.None;
        return Settings.Ecn == EcnMode.On && _synRetransmissions == 0 ? EcnSetup : TcpFlags.None;
    }

    private void AgreeOnEcn(in Agreement agreement)
    {
        bool wasOffered = _state != TcpState.SynSent || (Settings.Ecn == EcnMode.On && _synRetransmissions == 0);
        _ecn.Begin(agreement.IsEcn && Settings.Ecn != EcnMode.Off && wasOffered, _send.Initial);
    }

    /// <summary>Only text that is sent for the first time may be marked instead of dropped (RFC 3168, 6.1.2, 6.1.4 and 6.1.5).</summary>
    private TcpFlags MarkForEcn(NetBuffer buffer, SequenceNumber sequence, int length)
    {
        if (!_ecn.IsOn)
            return TcpFlags.None;
        bool isNewText = length > 0 && sequence >= _send.Next;
        if (isNewText)
            buffer.Flags |= BufferFlags.EcnCapable;
        return _ecn.FlagsFor(isNewText);
    }

    private void HearMark(in TcpSegment segment, NetBuffer buffer)
    {
        bool isMarked = (buffer.Flags & BufferFlags.CongestionExperienced) != 0;
        if (isMarked)
            _tcp.Statistics.MarksReceived.Add();
        _ecn.TextArrived(segment, isMarked);
    }

    private void HearEcho(in TcpSegment segment)
    {
        if (!_ecn.AcknowledgmentArrived(segment, _send, Loss.Phase == RecoveryPhase.Recovery))
            return;
        _tcp.Statistics.MarksHeeded.Add();
        _congestion.EcnEchoed(_send.InFlight);
    }
}
