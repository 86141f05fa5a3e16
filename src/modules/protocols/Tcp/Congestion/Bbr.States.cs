namespace Hokku.Protocols.Tcp;

/// <content>The state machine (draft-ietf-ccwg-bbr-05, 5.3).</content>
internal sealed partial class Bbr
{
    private const double FullGrowth = 1.25;
    private const int FullRounds = 3;
    private const double Headroom = 0.15;
    private const int MostRenoRounds = 63;
    private static readonly TimeSpan ProbeDuration = TimeSpan.FromMilliseconds(200);

    private BbrState _state;
    private BbrFeedback _feedback;

    // full_bw_reached, full_bw_now, full_bw and its count.
    private bool _isFull;
    private bool _isFullNow;
    private long _fullBandwidth;
    private int _fullCount;

    private TimeSpan _cycleStart;
    private TimeSpan _probeWait;
    private int _roundsSinceProbe;
    private bool _isProbeSample;
    private int _upRounds;
    private long _upCount = Unlimited;
    private long _upAcknowledged;

    private TimeSpan _probeDone;
    private bool _isProbeRoundDone;
    private bool _isRestarting;

    // Samples of what was sent until then are of a rate that was kept low on purpose.
    private long _lowUntil;

    private bool _isRecovering;
    private long _recoveryRound;

    private bool IsProbingCycle => _state is BbrState.Down or BbrState.Cruise or BbrState.Refill or BbrState.Up;

    private bool IsProbing => _state is BbrState.Startup or BbrState.Refill or BbrState.Up;

    private long TargetFlight => Math.Min(BandwidthDelay(1), Window);

    private long FlightWithHeadroom => _flightLong == Unlimited
        ? Unlimited
        : Math.Max(_flightLong - Math.Max(_segmentSize, (long)(Headroom * _flightLong)), LeastWindow);

    private void EnterStartup()
    {
        _state = BbrState.Startup;
        if (_delivered == 0)
            _isFull = false;
        ResetFull();
    }

    private void ResetFull()
    {
        _fullBandwidth = 0;
        _fullCount = 0;
        _isFullNow = false;
    }

    private void CheckFullBandwidth()
    {
        if (_isFullNow || _isApplicationLimited)
            return;
        if (_rate.Rate >= _fullBandwidth * FullGrowth)
        {
            ResetFull();
            _fullBandwidth = _rate.Rate;
            return;
        }

        if (!_isRoundStart)
            return;
        _isFullNow = ++_fullCount >= FullRounds;
        _isFull |= _isFullNow;
    }

    // Draft, 5.3.1.3: a round of recovery with too many losses fills the pipe too.
    private void CheckStartupLoss()
    {
        if (_state != BbrState.Startup || _isFull || !_isRecovering || _round == _recoveryRound)
            return;
        if (_lossEvents < StartupLossEvents || !IsFlightTooHigh)
            return;
        _flightLong = Math.Max(BandwidthDelay(1), _flightLatest);
        _isFull = true;
    }

    private void CheckStartupDone()
    {
        if (_state == BbrState.Startup && _isFull)
            _state = BbrState.Drain;
    }

    private void CheckDrainDone()
    {
        if (_state == BbrState.Drain && _pipe <= Budgeted(BandwidthDelay(1)))
            StartDown();
    }

    private void UpdateProbe(int delivered)
    {
        if (!_isFull)
            return;
        AdaptLong(delivered);
        switch (_state)
        {
            case BbrState.Down when !StartProbeInTime() && _pipe <= FlightWithHeadroom && _pipe <= Budgeted(BandwidthDelay(1)):
                _state = BbrState.Cruise;
                break;
            case BbrState.Cruise:
                StartProbeInTime();
                break;
            case BbrState.Refill when _isRoundStart:
                _isProbeSample = true;
                StartUp();
                break;
            case BbrState.Up when IsTimeToGoDown():
                StartDown();
                break;
        }
    }

    private bool StartProbeInTime()
    {
        long rounds = Math.Min(TargetFlight / _segmentSize, MostRenoRounds);
        if (_now <= _cycleStart + _probeWait && _roundsSinceProbe < rounds)
            return false;
        StartRefill();
        return true;
    }

    private bool IsTimeToGoDown()
    {
        if (_isWindowLimited && Window >= _flightLong)
        {
            ResetFull();
            _fullBandwidth = _rate.Rate;
            return false;
        }

        return _isFullNow;
    }

    private void StartDown()
    {
        ResetSignals();
        _upCount = Unlimited;
        _roundsSinceProbe = (int)entropy.Below(2);
        _probeWait = TimeSpan.FromMilliseconds(2000 + entropy.Below(1000));
        _cycleStart = _now;
        _feedback = BbrFeedback.Stopping;
        StartRound();
        _state = BbrState.Down;
    }

    private void StartRefill()
    {
        ResetShort();
        _upRounds = 0;
        _upAcknowledged = 0;
        _feedback = BbrFeedback.Refilling;
        StartRound();
        _state = BbrState.Refill;
    }

    private void StartUp()
    {
        _feedback = BbrFeedback.Starting;
        StartRound();
        ResetFull();
        _fullBandwidth = _rate.Rate;
        _state = BbrState.Up;
        RaiseSlope();
    }

    private void RaiseSlope()
    {
        long growth = (long)_segmentSize << _upRounds;
        _upRounds = Math.Min(_upRounds + 1, 30);
        _upCount = Math.Max(Window / growth, 1);
    }

    private void AdaptLong(int delivered)
    {
        if (_feedback == BbrFeedback.Starting && _isRoundStart)
            _feedback = BbrFeedback.Probing;
        if (_feedback == BbrFeedback.Stopping && _isRoundStart && IsProbingCycle && !_isApplicationLimited)
        {
            _feedback = BbrFeedback.None;
            AdvanceBandwidthCycle();
        }

        if (IsFlightTooHigh || _flightLong == Unlimited)
            return;
        _flightLong = Math.Max(_flightLong, _flightWhenSent);
        if (_state != BbrState.Up || !_isWindowLimited || Window < _flightLong)
            return;
        _upAcknowledged += delivered;
        if (_upAcknowledged >= _upCount)
        {
            long delta = _upAcknowledged / _upCount;
            _upAcknowledged -= delta * _upCount;
            _flightLong += delta;
        }

        if (_isRoundStart)
            RaiseSlope();
    }

    private void CheckProbeRoundTrip(int delivered)
    {
        if (_state != BbrState.ProbeRoundTrip && _isProbeExpired && !_isRestarting)
        {
            SaveWindow();
            _state = BbrState.ProbeRoundTrip;
            _probeDone = TimeSpan.Zero;
            _feedback = BbrFeedback.Stopping;
            StartRound();
        }

        if (_state == BbrState.ProbeRoundTrip)
            HandleProbeRoundTrip();
        if (delivered > 0)
            _isRestarting = false;
    }

    private void HandleProbeRoundTrip()
    {
        _lowUntil = _delivered + _pipe;
        if (_probeDone == TimeSpan.Zero)
        {
            if (_pipe > ProbeWindow)
                return;
            _probeDone = _now + ProbeDuration;
            _isProbeRoundDone = false;
            StartRound();
            return;
        }

        _isProbeRoundDone |= _isRoundStart;
        if (_isProbeRoundDone)
            CheckProbeRoundTripDone();
    }

    private void CheckProbeRoundTripDone()
    {
        if (_probeDone == TimeSpan.Zero || _now <= _probeDone)
            return;
        _probeLeastAt = _now;
        RestoreWindow();
        ResetShort();
        if (!_isFull)
        {
            EnterStartup();
            return;
        }

        StartDown();
        _state = BbrState.Cruise;
    }
}
