using System.Net.Sockets;
using Hokku.Buffers;
using Hokku.Wire.Control;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>SEND, RECEIVE, CLOSE, ABORT and STATUS (RFC 9293, 3.10.2-6).</content>
internal sealed partial class TcpEndpoint
{
    // The last Send said that more follows (MSG_MORE).
    private bool _hasMore;

    // The user found little room and is told when there is more.
    private bool _isWriterWaiting;

    private bool MaySend => !_isFinQueued && (IsDeferred || _state is TcpState.SynSent or TcpState.SynReceived or TcpState.Established or TcpState.CloseWait);

    public override int SendSpace => MaySend ? Math.Max(SendLimit - _sendQueue.Length, 0) : MostWhenEnded;

    public override int SendQueued => _state is TcpState.Listen ? 0 : _sendQueue.Length;

    public override int ReadAvailable =>
        _state == TcpState.Listen ? Socket.ConnectedCount : ReadableBeforeMark(_receiveQueue.Length);

    // So that a sender calls and is told why it must not.
    private const int MostWhenEnded = 1;

    public override SocketError Send(NetBuffer buffer, MessageFlags flags)
    {
        bool isOpening = (flags & MessageFlags.FastOpen) != 0 && _state == TcpState.Closed && !_wasConnected && !buffer.Destination.IsUnspecified;
        if (isOpening || IsDeferred)
            return SendOpening(buffer);
        var error = CheckSend(buffer.Size);
        if (error != SocketError.Success)
        {
            buffer.Free();
            return error;
        }

        int size = buffer.Size;
        if (_sendQueue.Length == 0 && size > 0)
        {
            RestartAfterIdle();
            ForgetSendTuning(Stack.Now - _lastSent);
        }

        _delayedAck.UserAnswers();
        _sendQueue.Append(buffer);
        Account();
        _hasMore = (flags & MessageFlags.More) != 0;
        if ((flags & MessageFlags.OutOfBand) != 0 && size > 0)
        {
            _send.IsUrgent = true;
            _send.UrgentEnd = _sendQueue.End;
        }

        _isWriterWaiting |= SendSpace < SendLimit / 2;
        if ((flags & MessageFlags.End) != 0)
            CloseSending();
        Output();
        return SocketError.Success;
    }

    public override SocketError Shutdown(SocketShutdown direction)
    {
        if (!IsSynchronized && _state is not (TcpState.SynReceived or TcpState.SynSent))
            return SocketError.NotConnected;
        if (direction is SocketShutdown.Receive or SocketShutdown.Both)
        {
            _isReceiveShut = true;
            Socket.Notify(SocketEvents.Read);
        }

        if (direction is SocketShutdown.Send or SocketShutdown.Both)
        {
            CloseSending();
            Output();
        }

        return SocketError.Success;
    }

    public override SocketEvents Poll()
    {
        if (_state == TcpState.Listen)
            return Socket.ConnectedCount > 0 ? SocketEvents.Read : SocketEvents.None;
        var events = SocketEvents.None;
        bool isEnded = _receive.IsFinished || _isReceiveShut || (_state is TcpState.Closed or TcpState.TimeWait && !IsDeferred);
        if (ReadAvailable >= Socket.ReceiveLowWater || isEnded)
            events |= SocketEvents.Read;
        if (isEnded)
            events |= SocketEvents.PeerClosed;
        if ((_state == TcpState.Closed && !IsDeferred) || (isEnded && _isFinQueued))
            events |= SocketEvents.HangUp;
        if (_urgent.IsSet && !_urgent.IsRead)
            events |= SocketEvents.Urgent;
        return IsWritable ? events | SocketEvents.Write : events;
    }

    public override void Close()
    {
        _listenQueue?.Clear();
        switch (_state)
        {
            case TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.TimeWait:
                Terminate(SocketError.Success);
                break;
            case var _ when MustAbort:
                Abort();
                break;
            default:
                _receiveQueue.Clear();
                Account();
                CloseSending();
                if (_state == TcpState.FinWait2)
                    Stack.Arm(_idleTimer, _linger2);
                _tcp.Memory.AddOrphan(this);
                Output();
                break;
        }
    }

    public override void Abandon(SocketError error)
    {
        _listenQueue?.Clear();
        Disconnect();
        if (_state != TcpState.Closed)
            MoveTo(TcpState.Closed);
        ClearSending();
        _receiveQueue.Clear();
        Account();
    }

    public override void Free()
    {
        Abandon(SocketError.Success);
        ReleaseCongestion();
        if (_wasConnected)
            _tcp.Grace.Extend();
        if (!_bound.IsUnspecified)
            _tcp.Ports.Unbind(this, _bound);
        _bound = default;
    }

    // RFC 9293, 3.6 (SHLD-3) and RFC 2525, 2.17: data that nobody will read are not acknowledged as if they had been.
    // A negative TCP_LINGER2 says that FIN-WAIT-2 is not worth keeping.
    private bool MustAbort => Socket.Linger == TimeSpan.Zero || (_state == TcpState.FinWait2 && _linger2 <= TimeSpan.Zero) || (_receiveQueue.Length > 0 && !_isReceiveShut);

    private bool IsWritable => MaySend
        ? (_state is not (TcpState.SynSent or TcpState.SynReceived) || IsFastOpened) && SendSpace >= Socket.SendLowWater && IsBelowNotSentLowWater
        : _state != TcpState.Closed || _wasConnected || Socket.Error != SocketError.Success;

    private bool IsBelowNotSentLowWater => _notSentLowWater == 0 || _sendQueue.End - _send.Next < _notSentLowWater;

    private SocketError CheckSend(int size)
    {
        if (MaySend)
            return size > SendSpace ? SocketError.WouldBlock : SocketError.Success;
        return _wasConnected || IsSynchronized ? SocketError.Shutdown : SocketError.NotConnected;
    }

    /// <summary>CLOSE: a FIN follows what is queued.</summary>
    private void CloseSending()
    {
        if (_isFinQueued)
            return;
        switch (_state)
        {
            case TcpState.SynSent:
            case TcpState.SynReceived when IsFastOpened:
                _isFinQueued = true;
                break;
            case TcpState.SynReceived or TcpState.Established:
                _isFinQueued = true;
                MoveTo(TcpState.FinWait1);
                break;
            case TcpState.CloseWait:
                _isFinQueued = true;
                MoveTo(TcpState.LastAck);
                break;
        }
    }

    /// <summary>ABORT: the peer is told by a reset.</summary>
    private void Abort()
    {
        if (_state is TcpState.SynReceived or TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2 or TcpState.CloseWait)
            SendReset();
        Terminate(SocketError.ConnectionAborted);
    }

    private void SendReset()
    {
        _tcp.Statistics.ResetsSent.Add();
        SendSegment(_send.Next, 0, TcpFlags.Reset | TcpFlags.Acknowledgment);
    }

    private void TellWriter()
    {
        if (!_isWriterWaiting || SendSpace < SendLimit / 2 || !IsBelowNotSentLowWater)
            return;
        _isWriterWaiting = false;
        Socket.Notify(SocketEvents.Write);
    }
}
