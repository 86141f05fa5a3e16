using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>What is sent without an endpoint: resets, and the words of half-open and past connections.</content>
internal sealed partial class TcpProtocol
{
    private ChallengeAck _resetLimit;

    /// <summary>Sends a segment without text and without a socket.</summary>
    public void SendBare(in ConnectionKey key, TcpSegment segment)
    {
        if (Stack.GetDomain(key.Local.Family) is not { } domain || Stack.Buffers.Create() is not { } buffer)
            return;
        buffer.Source = key.Local;
        buffer.Destination = key.Remote;
        segment = segment with { SourcePort = key.Local.Port, DestinationPort = key.Remote.Port };
        if (!SegmentWriter.TryPrepend(buffer, segment))
        {
            buffer.Free();
            return;
        }

        Statistics.SegmentsSent.Add();
        domain.Protocol.Send(buffer);
    }

    /// <summary>Answers a segment with a reset (RFC 9293, 3.5.2), as often as the limit allows. Resets are never answered.</summary>
    public void SendReset(in ConnectionKey key, in TcpSegment cause)
    {
        if (cause.IsReset)
            return;
        if (!_resetLimit.TryTake(Stack.Now, Stack.Entropy, Settings.ResetsPerSecond))
        {
            Statistics.ResetsSuppressed.Add();
            return;
        }

        Statistics.ResetsSent.Add();
        SendBare(key, cause.IsAcknowledgment
            ? new TcpSegment { Sequence = cause.Acknowledgment, Flags = TcpFlags.Reset }
            : new TcpSegment { Acknowledgment = cause.End, Flags = TcpFlags.Reset | TcpFlags.Acknowledgment });
    }

    /// <summary>Whether a connection may send another challenge acknowledgment now; counted.</summary>
    public bool MayChallenge(ref ChallengeAck limit)
    {
        bool may = limit.TryTake(Stack.Now, Stack.Entropy, Settings.ChallengesPerSecond);
        (may ? Statistics.ChallengesSent : Statistics.ChallengesSuppressed).Add();
        return may;
    }

    /// <summary>A SYN opens a connection in TIME-WAIT anew, if anybody listens.</summary>
    /// <returns>False when nobody does; the buffer is then still the caller's.</returns>
    public bool Reopen(TimeWaitConnection connection, in TcpSegment segment, NetBuffer buffer)
    {
        var key = connection.Key;
        if (Ports.FindListener(key, buffer.InterfaceIndex) is not { } listener)
            return false;
        var after = connection.SendNext;
        Statistics.TimeWaitReused.Add();
        TimeWait.Remove(connection);
        listener.SegmentArrivesInListen(key, segment, buffer, after);
        return true;
    }

    // RFC 9293, 3.10.7.1.
    private void SegmentArrivesInClosed(in ConnectionKey key, in TcpSegment segment, NetBuffer buffer)
    {
        SendReset(key, segment);
        Drop(buffer, DropReason.NoConnection);
    }
}
