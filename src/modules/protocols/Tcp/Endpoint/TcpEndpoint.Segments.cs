using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>Making segments and handing them to the layer below; the route and the size of segments that follows from it.</content>
internal sealed partial class TcpEndpoint
{
    private const int MostSackLength = 4 + (8 * SackBlocks.Most);

    private NetRoute? _lastRoute;
    private int _peerMaximumSegment;
    private int _pathMtu;
    private TimeSpan _pathMtuLoweredAt;

    // The layer below has refused a segment for its size.
    private int _refusedMtu;

    // What we tell the peer in the MSS option.
    private int _ourMaximumSegment;

    // Eff.snd.MSS: octets of text in a full segment.
    private int _segmentSize;
    private bool _isScaling;

    private void SendSyn()
    {
        bool isAnswer = _state == TcpState.SynReceived;
        _ourMaximumSegment = MaximumSegmentFor(_key.Remote);
        if (_send.Next == _send.Initial)
            _send.Advance(1);
        if (!isAnswer && _synRetransmissions == 0)
        {
            _isTiming = true;
            _timedAt = Stack.Now;
            _timedEnd = _send.Next;
        }

        var fastOpen = FastOpenOption(out int length);
        var segment = new TcpSegment
        {
            Sequence = _send.Initial,
            Acknowledgment = isAnswer ? _receive.Next : default,
            Flags = (isAnswer ? TcpFlags.Syn | TcpFlags.Acknowledgment : TcpFlags.Syn) | EcnSetupFlags(isAnswer),
            Window = isAnswer ? _window.OpenUnscaled(_receive.Next, ReceiveSpace) : (ushort)Math.Min(ReceiveSpace, ushort.MaxValue),
            Options = new TcpOptions
            {
                MaximumSegmentSize = (ushort)_ourMaximumSegment,
                WindowScale = isAnswer && !_isScaling ? null : _window.Scale,
                Timestamps = isAnswer ? _timestamps.Option(Stack.Now) : new TcpTimestamps(_timestamps.Value(Stack.Now), 0),
                SackPermitted = isAnswer ? _sack.IsOn : Settings.SelectiveAcknowledgments,
                FastOpen = fastOpen,
            },
        };
        if (Stack.Buffers.Create() is { } buffer)
        {
            if (length > 0)
                _sendQueue.CopyTo(buffer, _send.Initial + 1, _fastLength = length);
            Transmit(buffer, segment, 0);
        }

        Stack.Arm(_sendTimer, _retransmission.Timeout(_roundTrip, Settings));
    }

    /// <summary>Sends one segment or super-packet with the text at a number, and everything that each segment tells the peer.</summary>
    /// <returns>False when there was no memory.</returns>
    private bool SendSegment(SequenceNumber sequence, int length, TcpFlags flags)
    {
        if (Stack.Buffers.Create() is not { } buffer)
            return false;
        if (length > 0)
        {
            _sendQueue.CopyTo(buffer, sequence, length);
            if (sequence + length == _sendQueue.End)
                flags |= TcpFlags.Push;
            _lastSent = Stack.Now;
            _octetsSent += length;
        }

        int urgent = _send.IsUrgent ? _send.UrgentEnd - sequence : 0;
        if (urgent > 0)
            flags |= TcpFlags.Urgent;
        flags |= MarkForEcn(buffer, sequence, length);
        int step = Math.Min(_ourMaximumSegment, Socket.ReceiveBufferSize / 2);
        var segment = new TcpSegment
        {
            Sequence = sequence,
            Acknowledgment = _receive.Next,
            Flags = flags,
            Window = _window.Advertise(_receive.Next, ReceiveSpace, step),
            UrgentPointer = (ushort)Math.Clamp(urgent, 0, ushort.MaxValue),
            Options = new TcpOptions { Timestamps = _timestamps.Option(Stack.Now), Sack = IsSackDue(length) ? _sack.Take(_receiveQueue.Early) : default },
        };
        _receive.LastAcknowledged = _receive.Next;
        _delayedAck.Sent();
        return Transmit(buffer, segment, length > _segmentSize && !IsProbe(sequence, length) ? _segmentSize : 0);
    }

    // RFC 2018, 4: whenever something waits out of order. A segment full of text has no room for it; each segment out of order is answered by an
    // acknowledgment of its own that has.
    private bool IsSackDue(int length) =>
        _sack.IsOn && (_receiveQueue.EarlyCount > 0 || _sack.HasDuplicate) && length + MostSackLength <= _segmentSize;

    private bool IsProbe(SequenceNumber sequence, int length) => _search.Probe == length + HeaderOctets && sequence == _send.Next;

    private bool Transmit(NetBuffer buffer, TcpSegment segment, int segmentSize)
    {
        buffer.Source = _key.Local;
        buffer.Destination = _key.Remote;
        segment = segment with { SourcePort = _key.Local.Port, DestinationPort = _key.Remote.Port };
        int segments = segmentSize == 0 ? 1 : (buffer.Size + segmentSize - 1) / segmentSize;
        if (!SegmentWriter.TryPrepend(buffer, segment, segmentSize))
        {
            buffer.Free();
            return false;
        }

        _tcp.Statistics.SegmentsSent.Add(segments);
        if (segmentSize > 0)
            _tcp.Statistics.SuperPacketsSent.Add();
        _segmentsOut += segments;
        if (_route.Route is not { } route)
            _tcp.Drop(buffer, DropReason.NoRoute);
        else if (Next.SendRouted(route, buffer) == SocketError.MessageSize)
            Refused();
        return true;
    }

    // What is being sent goes on first.
    private void Refused()
    {
        _refusedMtu = Domain.Protocol.PathMtu(_key.Remote);
        Stack.Schedule(_batch);
    }

    /// <summary>A connection outlives its route; the segment size follows the new one. A lowered one is tried again after ten minutes (RFC 1191, 6.3).</summary>
    private void CheckRoute()
    {
        var route = _route.Route;
        bool isRipe = _pathMtuLoweredAt > TimeSpan.Zero && Stack.Now - _pathMtuLoweredAt > TimeSpan.FromMinutes(10);
        if ((route is null || ReferenceEquals(route, _lastRoute)) && !isRipe)
            return;
        RefreshSegmentSize();
    }

    /// <summary>Takes the path's MTU as it is known now.</summary>
    private void RefreshSegmentSize()
    {
        _lastRoute = _route.Route;
        _pathMtuLoweredAt = default;
        _pathMtu = Domain.Protocol.PathMtu(_key.Remote);
        if (_ourMaximumSegment == 0)
            _ourMaximumSegment = MaximumSegmentFor(_key.Remote);
        SetSegmentSize();
    }

    private void SetSegmentSize()
    {
        int size = Math.Min(_peerMaximumSegment, _pathMtu - Domain.Protocol.HeaderLength - TcpSegment.LeastLength);
        if (_userMaximumSegment > 0)
            size = Math.Min(size, _userMaximumSegment);
        if (Settings.MostSegmentSize > 0)
            size = Math.Min(size, Settings.MostSegmentSize);
        size = Math.Max(size, Settings.LeastSegmentSize);
        if (_timestamps.IsOn)
            size -= new TcpOptions { Timestamps = default(TcpTimestamps) }.Length;
        if (size == _segmentSize)
            return;
        bool isFirst = _segmentSize == 0;
        _segmentSize = size;
        if (!isFirst && IsSynchronized)
            _congestion.SegmentSizeChanged(size);
    }

    /// <summary>The MSS that we offer: what our interface takes, options not subtracted (RFC 6691).</summary>
    private int MaximumSegmentFor(in Wire.Addresses.NetAddress remote)
    {
        var route = _route.IsRegistered ? _route.Route : Stack.Datalink.GetRoute(Domain, remote.WithPort(0), Socket.BoundInterface);
        int size = (route?.Mtu ?? 576) - Domain.Protocol.HeaderLength - TcpSegment.LeastLength;
        if (_userMaximumSegment > 0)
            size = Math.Min(size, _userMaximumSegment);
        if (Settings.MostSegmentSize > 0)
            size = Math.Min(size, Settings.MostSegmentSize);
        return Math.Clamp(size, Settings.LeastSegmentSize, ushort.MaxValue);
    }

    /// <summary>The path takes less than we thought: what is in flight goes again in smaller segments. No loss by congestion (RFC 1191, 6.5).</summary>
    private void LowerPathMtu(int mtu)
    {
        int before = _segmentSize;
        if (mtu >= _pathMtu)
            return;
        _pathMtu = mtu;
        _pathMtuLoweredAt = Stack.Now;
        _search.Limit(mtu);
        SetSegmentSize();
        if (_segmentSize >= before)
            return;
        _tcp.Statistics.PathMtuLowered.Add();
        _isTiming = false;
        _board.MarkAllLost();
        _isOutputWanted = true;
        Stack.Schedule(_batch);
    }
}
