using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <content>What the path is taken for: rounds, bandwidth, round trip, and what losses say (draft-ietf-ccwg-bbr-05, 5.5).</content>
internal sealed partial class Bbr
{
    private const double LossThreshold = 0.02;
    private const double Beta = 0.7;
    private const int StartupLossEvents = 6;
    private static readonly TimeSpan LeastRoundTripKept = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    // C.delivered, C.lost, and rounds counted by them.
    private long _delivered;
    private long _lost;
    private long _round;
    private long _nextRound;
    private bool _isRoundStart;

    // max_bw over two cycles, bw_shortterm, bw, bw_latest. Octets a second.
    private long _mostBandwidth;
    private long _bandwidthOfCycle;
    private long _bandwidthBefore;
    private long _bandwidthShort = Unlimited;
    private long _bandwidth;
    private long _bandwidthLatest;

    // inflight_longterm, inflight_shortterm, inflight_latest. Octets.
    private long _flightLong = Unlimited;
    private long _flightShort = Unlimited;
    private long _flightLatest;

    // loss_round_delivered, loss_round_start, loss_in_round, and how many acknowledgments said so.
    private long _lossRound;
    private bool _isLossRoundStart;
    private bool _isLossInRound;
    private int _lossEvents;

    private TimeSpan _leastRoundTrip;
    private TimeSpan _leastRoundTripAt;
    private TimeSpan _probeLeast;
    private TimeSpan _probeLeastAt;
    private bool _isProbeExpired;

    private RoundMaximum _aggregation;
    private TimeSpan _aggregationStart;
    private long _aggregationDelivered;

    /// <summary>BBRBDPMultiple.</summary>
    private long BandwidthDelay(double gain) => _leastRoundTrip == TimeSpan.MaxValue
        ? _initialWindow
        : (long)(gain * Math.Min(_bandwidth, _mostBandwidth) * _leastRoundTrip.TotalSeconds);

    private void BeginModel(in CongestionStart start)
    {
        _delivered = _lost = _round = _nextRound = _lossRound = 0;
        _mostBandwidth = _bandwidthOfCycle = _bandwidthBefore = _bandwidth = 0;
        _flightLong = Unlimited;
        ResetShort();
        ResetSignals();
        _leastRoundTrip = _probeLeast = start.RoundTrip > TimeSpan.Zero ? start.RoundTrip : TimeSpan.MaxValue;
        _leastRoundTripAt = _probeLeastAt = _aggregationStart = start.Now;
        _aggregation = default;
        _aggregationDelivered = 0;
    }

    private void UpdateLatestDelivery(in DeliveryMark mark)
    {
        _isLossRoundStart = false;
        _bandwidthLatest = Math.Max(_bandwidthLatest, _rate.Rate);
        _flightLatest = Math.Max(_flightLatest, _rate.Delivered);
        UpdateRound(mark);
        if (mark.SentAt == TimeSpan.Zero || mark.Delivered < _lossRound)
            return;
        _lossRound = _delivered;
        _isLossRoundStart = true;
    }

    private void UpdateRound(in DeliveryMark mark)
    {
        _isRoundStart = mark.SentAt != TimeSpan.Zero && mark.Delivered >= _nextRound;
        if (!_isRoundStart)
            return;
        StartRound();
        _round++;
        _roundsSinceProbe++;
    }

    private void StartRound() => _nextRound = _delivered;

    private void UpdateCongestionSignals(in AcknowledgmentSample sample)
    {
        if (_rate.Rate > 0 && (_rate.Rate >= _mostBandwidth || !_isApplicationLimited))
        {
            _bandwidthOfCycle = Math.Max(_bandwidthOfCycle, _rate.Rate);
            _mostBandwidth = Math.Max(_bandwidthBefore, _bandwidthOfCycle);
        }

        if (sample.Lost > 0)
            NoteLoss();
        if (!_isLossRoundStart)
            return;
        CheckStartupLoss();
        if (_isLossInRound && !IsProbing)
            LowerShort();
        _isLossInRound = false;
        _lossEvents = 0;
    }

    private void NoteLoss()
    {
        if (!_isLossInRound)
        {
            _lossRound = _delivered;
            if (!_isRecovering)
                SaveState();
        }

        _isLossInRound = true;
        _lossEvents++;
        if (_isProbeSample && IsFlightTooHigh)
            HandleFlightTooHigh();
    }

    private bool IsFlightTooHigh => _rate.Lost > _flightWhenSent * LossThreshold;

    private void HandleFlightTooHigh()
    {
        _isProbeSample = false;
        if (!_isApplicationLimited)
            _flightLong = Math.Max(FlightAtLoss(), (long)(TargetFlight * Beta));
        if (_state == BbrState.Up)
            StartDown();
    }

    // Draft, 5.5.10.2: what was in flight when losses crossed the threshold.
    private long FlightAtLoss() => Math.Min(_flightWhenSent, _flightLong);

    private void LowerShort()
    {
        if (_bandwidthShort == Unlimited)
            _bandwidthShort = _mostBandwidth;
        if (_flightShort == Unlimited)
            _flightShort = Window;
        _bandwidthShort = Math.Max(_bandwidthLatest, (long)(Beta * _bandwidthShort));
        _flightShort = Math.Max(_flightLatest, (long)(Beta * _flightShort));
    }

    private void ResetShort() => _bandwidthShort = _flightShort = Unlimited;

    private void ResetSignals()
    {
        _isLossInRound = false;
        _lossEvents = 0;
        _bandwidthLatest = _flightLatest = 0;
    }

    private void AdvanceLatestDelivery()
    {
        if (!_isLossRoundStart)
            return;
        _bandwidthLatest = _rate.Rate;
        _flightLatest = _rate.Delivered;
    }

    private void AdvanceBandwidthCycle()
    {
        _bandwidthBefore = _bandwidthOfCycle;
        _bandwidthOfCycle = 0;
        _mostBandwidth = _bandwidthBefore;
    }

    // Draft, 5.5.9: acknowledgments that come in heaps ask for more in flight.
    private void UpdateAggregation(int delivered)
    {
        long expected = (long)(_bandwidth * (_now - _aggregationStart).TotalSeconds);
        if (_aggregationDelivered <= expected)
        {
            _aggregationDelivered = 0;
            _aggregationStart = _now;
            expected = 0;
        }

        _aggregationDelivered += delivered;
        _aggregation.Add(Math.Min(_aggregationDelivered - expected, Window), _round, _isFull ? 10 : 1);
    }

    // Draft, 5.3.4.3.
    private void UpdateLeastRoundTrip(in AcknowledgmentSample sample)
    {
        var roundTrip = sample.RoundTrip;
        _isProbeExpired = _now > _probeLeastAt + ProbeInterval;
        if (roundTrip > TimeSpan.Zero && (roundTrip < _probeLeast || _isProbeExpired))
        {
            _probeLeast = roundTrip;
            _probeLeastAt = _now;
        }

        if (_probeLeast >= _leastRoundTrip && _now <= _leastRoundTripAt + LeastRoundTripKept)
            return;
        _leastRoundTrip = _probeLeast;
        _leastRoundTripAt = _probeLeastAt;
    }
}
