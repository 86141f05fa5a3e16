using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// BBR version 3 (draft-ietf-ccwg-bbr-05): sends at the rate at which data is delivered, and keeps in flight what that rate and the path's
/// least round trip ask for. Its parts: what the path is taken for (Model), what is being tried (States), and what follows (Control).
/// </summary>
internal sealed partial class Bbr(IEntropy entropy) : ICongestionControl
{
    private const int MostWindow = 1 << 30;
    private const long Unlimited = long.MaxValue;

    private int _segmentSize;
    private int _initialWindow;

    // The acknowledgment that is being looked at, and its rate sample (RS).
    private TimeSpan _now;
    private DeliveryRateSample _rate;
    private bool _isApplicationLimited;
    private int _flightWhenSent;
    private int _pipe;
    private bool _isWindowLimited;

    public string Name => "bbr";

    public int Window { get; private set; }

    /// <summary>There is none; as Linux shows it.</summary>
    public int Threshold => MostWindow;

    public long PacingRate { get; private set; }

    public int SendQuantum { get; private set; }

    public bool GovernsRecovery => true;

    /// <summary>For tests and traces.</summary>
    internal BbrState State => _state;

    private int LeastWindow => 4 * _segmentSize;

    public void Begin(in CongestionStart start)
    {
        _segmentSize = start.SegmentSize;
        Window = InitialWindow.Of(start);
        _initialWindow = Window;
        _now = start.Now;
        BeginModel(start);
        EnterStartup();
        BeginPacing(start.RoundTrip);
    }

    public void SegmentSizeChanged(int segmentSize)
    {
        _segmentSize = segmentSize;
        Window = Math.Max(Window, LeastWindow);
    }

    // Draft, 5.2.3: the order in which an acknowledgment is taken.
    public void Acknowledged(in AcknowledgmentSample sample)
    {
        Take(sample);
        UpdateLatestDelivery(sample.Mark);
        UpdateCongestionSignals(sample);
        UpdateAggregation(sample.Delivered);
        CheckFullBandwidth();
        CheckStartupDone();
        CheckDrainDone();
        UpdateProbe(sample.Delivered);
        UpdateLeastRoundTrip(sample);
        CheckProbeRoundTrip(sample.Delivered);
        AdvanceLatestDelivery();
        _bandwidth = Math.Min(_mostBandwidth, _bandwidthShort);
        SetPacingRate(BbrGain.Of(_state).Pacing);
        SetQuantum();
        SetWindow(sample.Delivered);
    }

    public void LossFound(int inFlight)
    {
        SaveWindow();
        SaveState();
        _isRecovering = true;
        _recoveryRound = _round;
    }

    public void Recovered(int inFlight)
    {
        _isRecovering = false;
        RestoreWindow();
    }

    public void TimedOut(int inFlight, bool again)
    {
        SaveWindow();
        if (!again)
            SaveState();
        _isRecovering = true;
        _recoveryRound = _round;

        // Everything is taken for lost: draft, 5.6.4.4: C.inflight + 1.
        Window = _segmentSize;
    }

    public void Undo()
    {
        _isRecovering = false;
        RestoreWindow();
        UndoLoss();
    }

    // Draft, 5.4.1.
    public void Restarted(TimeSpan now, TimeSpan idle, TimeSpan timeout)
    {
        _now = now;
        _isRestarting = true;
        _aggregationStart = now;
        if (IsProbingCycle)
            SetPacingRate(1);
        else if (_state == BbrState.ProbeRoundTrip)
            CheckProbeRoundTripDone();
    }

    private void Take(in AcknowledgmentSample sample)
    {
        _now = sample.Now;
        _delivered += sample.Delivered;
        _lost += sample.Lost;
        _pipe = sample.Pipe;
        _isWindowLimited = sample.IsWindowLimited;
        _rate = DeliveryRateSample.From(sample.Mark, _delivered, _lost, _now, _leastRoundTrip == TimeSpan.MaxValue ? TimeSpan.Zero : _leastRoundTrip);
        _flightWhenSent = sample.Mark.InFlight;
        _isApplicationLimited = sample.Mark.IsApplicationLimited || sample.Mark.Delivered < _lowUntil;
    }
}
