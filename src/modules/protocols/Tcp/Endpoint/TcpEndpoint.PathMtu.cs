using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <content>Paths that swallow large packets without a word (RFC 4821; RFC 2923, 2.1).</content>
internal sealed partial class TcpEndpoint
{
    private PathMtuSearch _search;

    private int HeaderOctets => Domain.Protocol.HeaderLength + TcpSegment.LeastLength + (_timestamps.IsOn ? new TcpOptions { Timestamps = default(TcpTimestamps) }.Length : 0);

    /// <summary>The same octets have timed out several times: perhaps their segment is too large for the path.</summary>
    private void SuspectBlackHole()
    {
        int length = Math.Min(_segmentSize, _sendQueue.End - _send.Unacknowledged);
        if (!Settings.PathMtuProbing || _retransmission.BackOff < Settings.BlackHoleTimeouts || length + HeaderOctets is <= PathMtuSearch.Floor or > PathMtuSearch.Ceiling)
            return;
        int mtu = Math.Min(_pathMtu, _segmentSize + HeaderOctets);
        int lower = _search.Vanish(mtu, Stack.Now);
        if (lower >= mtu)
            return;
        _tcp.Statistics.BlackHoles.Add();
        TakePathMtu(lower);
    }

    /// <summary>Sends one larger segment to find out whether the path takes it, when there is enough to send.</summary>
    /// <returns>True when other segments must wait until there is room for it: a round trip at most.</returns>
    private bool ProbePath()
    {
        int mtu = Math.Min(_search.Candidate(Stack.Now), Domain.Protocol.PathMtu(_key.Remote));
        int length = mtu - HeaderOctets;
        if (length <= _segmentSize || Loss.Phase != RecoveryPhase.Open || length > MaximumSegmentOfPeer)
            return false;
        if (_sendQueue.End - _send.Next < length || _send.Window - (long)_send.InFlight < length)
            return false;
        if (_send.InFlight > 0 && Loss.Window - _send.InFlight < length)
            return true;
        _search.Sent(mtu, _send.Next + length);
        _tcp.Statistics.PathProbes.Add();
        if (!SendText(length, withFin: false))
            _search.Lost(Stack.Now);
        return false;
    }

    private int MaximumSegmentOfPeer => _userMaximumSegment > 0 ? Math.Min(_peerMaximumSegment, _userMaximumSegment) : _peerMaximumSegment;

    private void HearOfProbe()
    {
        if (_search.Acknowledged(_send.Unacknowledged, Stack.Now) is var found and > 0)
            TakePathMtu(found);
    }

    private void TakePathMtu(int mtu)
    {
        _pathMtu = mtu;
        _pathMtuLoweredAt = default;
        SetSegmentSize();
    }
}
