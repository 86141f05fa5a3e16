using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Control;

namespace Hokku.Protocols.Tcp;

/// <content>RECEIVE (RFC 9293, 3.10.3), urgent data included (3.8.5; RFC 6093).</content>
internal sealed partial class TcpEndpoint
{
    public override SocketError Read(int maximum, MessageFlags flags, out NetBuffer? buffer)
    {
        buffer = null;
        if (_state == TcpState.Listen || (_state is TcpState.Closed && !_wasConnected))
            return SocketError.NotConnected;
        if ((flags & MessageFlags.OutOfBand) != 0)
            return ReadUrgent((flags & MessageFlags.Peek) != 0, out buffer);
        SkipUrgentOctet();
        int readable = Math.Min(ReadableBeforeMark(_receiveQueue.Length), maximum);
        if (readable == 0)
            return EndOrWouldBlock(maximum);
        if ((flags & MessageFlags.Peek) != 0)
        {
            buffer = _receiveQueue.Peek(0, readable);
            return buffer is null ? SocketError.NoBufferSpaceAvailable : SocketError.Success;
        }

        buffer = _receiveQueue.Read(readable);
        if (buffer is null)
            return SocketError.NoBufferSpaceAvailable;
        TuneReceiving(buffer.Size);
        TellWindow();
        return SocketError.Success;
    }

    /// <summary>How many octets a read delivers: it stops in front of the urgent mark.</summary>
    private int ReadableBeforeMark(int length)
    {
        if (!_urgent.IsSet)
            return length;
        int distance = _urgent.Position - _receiveQueue.ReadPosition;
        if (distance < 0 || distance >= length)
            return length;
        if (distance > 0)
            return distance;

        // At the mark: the octet itself is not in the stream unless it is to be inline.
        return Has(SocketOptions.OutOfBandInline) ? length : length - 1;
    }

    private bool IsAtMark => _urgent.IsSet && _urgent.Position == _receiveQueue.ReadPosition;

    private SocketError EndOrWouldBlock(int maximum)
    {
        if (maximum == 0 && _receiveQueue.Length > 0)
            return SocketError.Success;
        bool isEnded = _receive.IsFinished || _isReceiveShut || _state is TcpState.Closed or TcpState.TimeWait;
        return isEnded ? SocketError.Success : SocketError.WouldBlock;
    }

    // A read that begins at the mark goes past it; the urgent octet stays readable out of band.
    private void SkipUrgentOctet()
    {
        if (!IsAtMark || _receiveQueue.Length == 0 || Has(SocketOptions.OutOfBandInline))
            return;
        if (!_urgent.IsRead && _receiveQueue.Peek(0, 1) is { } copy)
        {
            if (copy.TryPeek(1, out var octet))
                _urgent.Keep(octet[0]);
            copy.Free();
        }

        _receiveQueue.Skip(1);
    }

    private SocketError ReadUrgent(bool isPeek, out NetBuffer? buffer)
    {
        buffer = null;
        if (!_urgent.IsSet || _urgent.IsRead || Has(SocketOptions.OutOfBandInline))
            return SocketError.InvalidArgument;
        if (_urgent.IsKept)
        {
            if (Stack.Buffers.Create() is not { } kept)
                return SocketError.NoBufferSpaceAvailable;
            if (kept.TryAppend([_urgent.Octet]))
                buffer = kept;
            else
                kept.Free();
        }
        else
        {
            int distance = _urgent.Position - _receiveQueue.ReadPosition;
            if (distance >= _receiveQueue.Length)
                return SocketError.WouldBlock;
            buffer = _receiveQueue.Peek(distance, 1);
        }

        if (buffer is null)
            return SocketError.NoBufferSpaceAvailable;
        _urgent.IsRead = !isPeek;
        return SocketError.Success;
    }

    /// <summary>The user has made room: the peer is told when it is worth it.</summary>
    private void TellWindow()
    {
        if (_state is not (TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2))
            return;
        if (!_window.IsUpdateDue(_receive.Next, ReceiveSpace, _ourMaximumSegment, Socket.ReceiveBufferSize))
            return;
        _delayedAck.Demand();
        Stack.Schedule(_batch);
    }
}
