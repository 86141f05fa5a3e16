using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Packetization-layer path MTU discovery (RFC 4821; RFC 8899): when large segments vanish again and again and no router says why, small ones are sent,
/// and single larger ones find out how much the path really takes.
/// </summary>
internal struct PathMtuSearch
{
    // RFC 8899, 5.1.2: BASE_PLPMTU; and what every host must take (RFC 9293, MUST-14's default).
    private const int Base = 1200;

    /// <summary>Packets up to this size pass everywhere.</summary>
    public const int Floor = Least;

    /// <summary>No network beyond the machine takes larger packets (jumbo frames have 9000 octets): what vanishes there vanishes for other reasons.</summary>
    public const int Ceiling = 16384;

    private const int Least = 576;

    // RFC 8899, 5.1.2: MAX_PROBES: a lost one may be lost by chance.
    private const int MostLosses = 3;

    // Nearer than this is near enough.
    private const int Enough = 32;

    // RFC 8899, 5.1.1: PMTU_RAISE_TIMER.
    private static readonly TimeSpan RaiseInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private int _low;
    private int _high;
    private int _most;
    private bool _hasTriedMost;
    private int _losses;
    private SequenceNumber _probeEnd;
    private TimeSpan _nextAt;

    /// <summary>Sizes are being searched for.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The packet that is under way to find out; 0 when none is.</summary>
    public int Probe { get; private set; }

    /// <summary>Packets of that size seem to vanish.</summary>
    /// <returns>The size to go on with.</returns>
    public int Vanish(int mtu, TimeSpan now)
    {
        int lower = mtu > Base ? Base : Math.Min(mtu, Least);
        _most = Math.Max(_most, mtu);
        _high = mtu;
        _low = lower;
        _hasTriedMost = false;
        IsOn = true;
        Probe = _losses = 0;
        _nextAt = now;
        return lower;
    }

    /// <summary>The network says that packets above that size do not pass.</summary>
    public void Limit(int mtu)
    {
        _most = _high = Math.Min(_high, mtu);
        _low = Math.Min(_low, mtu);
    }

    /// <summary>The size that should be tried now; 0 for none.</summary>
    public int Candidate(TimeSpan now)
    {
        if (!IsOn || Probe > 0 || now < _nextAt)
            return 0;

        // It may have been the whole path that was gone for a while.
        if (!_hasTriedMost)
            return _most;
        if (_high - _low >= Enough)
            return (_low + _high + 1) / 2;

        // Found; paths change, so that in a while more is tried again.
        _nextAt = now + RaiseInterval;
        _high = _most;
        _hasTriedMost = false;
        return 0;
    }

    public void Sent(int mtu, SequenceNumber end)
    {
        Probe = mtu;
        _probeEnd = end;
    }

    /// <summary>Everything before a number has arrived.</summary>
    /// <returns>The size that the path is now known to take; 0 when nothing is new.</returns>
    public int Acknowledged(SequenceNumber number, TimeSpan now)
    {
        if (Probe == 0 || number < _probeEnd)
            return 0;
        int found = _low = Probe;
        _high = Math.Max(_high, found);
        Probe = _losses = 0;
        _nextAt = now;
        if (found >= _most)
            IsOn = false;
        return found;
    }

    /// <summary>Something had to be sent again: the probe did not arrive, as it seems.</summary>
    public void Lost(TimeSpan now)
    {
        if (Probe == 0)
            return;
        _nextAt = now + ProbeInterval;
        if (++_losses >= MostLosses)
        {
            _losses = 0;
            _hasTriedMost = true;
            _high = Math.Min(_high, Probe - 1);
        }

        Probe = 0;
    }
}
