using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Notices that what was sent again had not been lost: by the echo of a timestamp from before (Eifel, RFC 3522), or because the peer reports all of it
/// as duplicates (RFC 2883; RFC 3708). The window is then given back (RFC 4015).
/// </summary>
internal struct SpuriousRetransmission
{
    private bool _isOn;
    private bool _hasStamp;
    private uint _stamp;
    private SequenceNumber _from;
    private SequenceNumber _to;
    private long _unreported;

    /// <summary>A recovery or a time-out begins.</summary>
    /// <param name="unacknowledged">SND.UNA.</param>
    /// <param name="next">SND.NXT.</param>
    /// <param name="retransmitted">Octets that an earlier one has sent again and that are on their way still: their echo betrays nothing.</param>
    public void Begin(SequenceNumber unacknowledged, SequenceNumber next, int retransmitted)
    {
        _isOn = true;
        _hasStamp &= retransmitted > 0;
        _unreported = retransmitted;
        _from = unacknowledged;
        _to = next;
    }

    /// <summary>It is over, or has been undone.</summary>
    public void Stop() => _isOn = false;

    /// <summary>Something is sent again.</summary>
    public void Sent(int octets, uint stamp)
    {
        if (!_hasStamp)
        {
            _hasStamp = true;
            _stamp = stamp;
        }

        _unreported += octets;
    }

    /// <summary>The peer got something twice.</summary>
    /// <returns>Whether it has by now got twice all that was sent again.</returns>
    public bool DuplicateReported(SackBlock block)
    {
        if (!_isOn || !_hasStamp || block.Left < _from || block.Right > _to || _unreported <= 0)
            return false;
        _unreported -= block.Length;
        return _unreported <= 0;
    }

    /// <summary>Whether new data are acknowledged by an echo that is older than the first retransmission.</summary>
    public readonly bool IsBetrayedBy(uint? echo) => _isOn && _hasStamp && echo is { } stamp && (int)(stamp - _stamp) < 0;
}
