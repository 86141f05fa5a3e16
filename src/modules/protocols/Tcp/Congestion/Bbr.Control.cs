namespace Hokku.Protocols.Tcp;

/// <content>What follows from the model and the state: rate, quantum, window (draft-ietf-ccwg-bbr-05, 5.6); and what was before a loss.</content>
internal sealed partial class Bbr
{
    // 1 % below the estimate, so that queues run empty.
    private const double Margin = 0.99;
    private const int MostQuantum = 64 << 10;

    private int _windowBefore;
    private Memory _before;

    private long ProbeWindow => Math.Max(BandwidthDelay(BbrGain.Of(BbrState.ProbeRoundTrip).Window), LeastWindow);

    private void BeginPacing(TimeSpan roundTrip)
    {
        double seconds = roundTrip > TimeSpan.Zero ? roundTrip.TotalSeconds : 0.001;
        PacingRate = (long)(BbrGain.Of(BbrState.Startup).Pacing * _initialWindow / seconds);
        SetQuantum();
    }

    private void SetPacingRate(double gain)
    {
        long rate = (long)(gain * _bandwidth * Margin);
        if (rate > 0 && (_isFull || rate > PacingRate))
            PacingRate = rate;
    }

    private void SetQuantum() => SendQuantum = (int)Math.Clamp(PacingRate / 1000, 2 * _segmentSize, Math.Max(MostQuantum, 2 * _segmentSize));

    /// <summary>BBRQuantizationBudget.</summary>
    private long Budgeted(long octets)
    {
        octets = Math.Max(Math.Max(octets, 3L * SendQuantum), LeastWindow);
        return _state == BbrState.Up ? octets + (2 * _segmentSize) : octets;
    }

    private void SetWindow(int delivered)
    {
        long most = Budgeted(BandwidthDelay(BbrGain.Of(_state).Window) + _aggregation.Value);
        long window = Window;
        if (_isFull)
            window = Math.Min(window + delivered, most);
        else if (window < most || _delivered < _initialWindow)
            window += delivered;
        window = Math.Max(window, LeastWindow);
        if (_state == BbrState.ProbeRoundTrip)
            window = Math.Min(window, ProbeWindow);
        Window = (int)Math.Min(Math.Min(window, Math.Max(Cap, LeastWindow)), MostWindow);
    }

    // Draft, 5.6.4.7.
    private long Cap
    {
        get
        {
            long cap = _state switch
            {
                BbrState.Down or BbrState.Refill or BbrState.Up => _flightLong,
                BbrState.Cruise or BbrState.ProbeRoundTrip => FlightWithHeadroom,
                _ => Unlimited,
            };
            return Math.Min(cap, _flightShort);
        }
    }

    private void SaveWindow() => _windowBefore = !_isRecovering && _state != BbrState.ProbeRoundTrip ? Window : Math.Max(_windowBefore, Window);

    private void RestoreWindow() => Window = Math.Max(Window, _windowBefore);

    private void SaveState() => _before = new Memory(_state, _bandwidthShort, _flightShort, _flightLong);

    // Draft, 5.5.11.2.
    private void UndoLoss()
    {
        _isLossInRound = false;
        ResetFull();
        _bandwidthShort = Math.Max(_bandwidthShort, _before.Bandwidth);
        _flightShort = Math.Max(_flightShort, _before.FlightShort);
        _flightLong = Math.Max(_flightLong, _before.FlightLong);
        if (_state == BbrState.ProbeRoundTrip || _state == _before.State)
            return;
        if (_before.State == BbrState.Startup)
            EnterStartup();
        else if (_before.State == BbrState.Up)
            StartUp();
    }

    private readonly record struct Memory(BbrState State, long Bandwidth, long FlightShort, long FlightLong);
}
