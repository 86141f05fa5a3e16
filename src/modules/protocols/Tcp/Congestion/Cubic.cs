using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>CUBIC (RFC 9438) with HyStart++ (RFC 9406): the window follows the time since the last loss, whatever the round trip.</summary>
internal sealed class Cubic : ICongestionControl
{
    private const double BetaEcn = 0.85;
    private const int MostWindow = 1 << 30;

    private int _segmentSize;
    private double _window;
    private CubicCurve _curve;
    private HyStart _hyStart;
    private WindowValidation _validation;
    private TimeSpan _lastAcknowledged;
    private Memory _before;

    public string Name => "cubic";

    public int Window => (int)_window;

    public int Threshold { get; private set; } = MostWindow;

    /// <summary>The curve that the window follows; for tests.</summary>
    internal CubicCurve Curve => _curve;

    public void Begin(in CongestionStart start)
    {
        _segmentSize = start.SegmentSize;
        _window = InitialWindow.Of(start);
        Threshold = MostWindow;
        _curve = default;
        _hyStart.Begin();
        _validation.Begin();
        _lastAcknowledged = start.Now;
    }

    public void SegmentSizeChanged(int segmentSize)
    {
        double factor = (double)segmentSize / _segmentSize;
        _window = Math.Max(_window * factor, segmentSize);
        _curve.Scale(factor);
        _segmentSize = segmentSize;
    }

    public void Acknowledged(in AcknowledgmentSample sample)
    {
        var since = sample.Now - _lastAcknowledged;
        _lastAcknowledged = sample.Now;
        _validation.Acknowledged(sample);
        if (sample.IsRecovering || sample.Octets == 0)
            return;

        // A window that was not used tells nothing about the path, and the time meanwhile does not count.
        if (!sample.IsWindowLimited)
        {
            _curve.Skip(since);
            LeaveUnvalidated(sample.Now);
            return;
        }

        if (_window < Threshold)
            SlowStart(sample);
        else
            AvoidCongestion(sample);
        _window = Math.Min(_window, MostWindow);
    }

    public void LossFound(int inFlight) => Reduce(inFlight, CubicCurve.Beta);

    // RFC 8511, 3.1: a mark comes early, from a short queue, and the window is cut less.
    public void EcnEchoed(int inFlight) => Reduce(inFlight, BetaEcn);

    public void Recovered(int inFlight) => _window = Threshold;

    public void TimedOut(int inFlight, bool again)
    {
        if (!again)
        {
            Remember();
            _curve.Reduced(_window);
            Threshold = Math.Max((int)(Flight(inFlight) * CubicCurve.Beta), 2 * _segmentSize);
        }

        // RFC 9438, 4.8: the first stage after it begins at its plateau.
        _curve.Forget();
        _window = _segmentSize;
    }

    public void Undo()
    {
        if (_before.Window <= _window)
            return;
        _window = _before.Window;
        Threshold = _before.Threshold;
        _curve = _before.Curve;
    }

    public void Restarted(TimeSpan now, TimeSpan idle, TimeSpan timeout)
    {
        _curve.Skip(idle);
        _lastAcknowledged = now;

        // RFC 5681, 4.1.
        if (idle > timeout)
            _window = Math.Min(_window, InitialWindow.Of(_segmentSize));
    }

    private void SlowStart(in AcknowledgmentSample sample)
    {
        if (Threshold < MostWindow)
        {
            // Not the first one: there is a threshold to go by (RFC 9406, 4.3).
            _window = Math.Min(_window + Math.Min(sample.Octets, HyStart.LimitSegments * _segmentSize), Math.Max(Threshold, _window));
            return;
        }

        _window += _hyStart.Grow(sample, _segmentSize, isPaced: false);
        if (_hyStart.IsFinished)
            Threshold = Window;
    }

    private void AvoidCongestion(in AcknowledgmentSample sample)
    {
        if (!_curve.IsRunning)
            _curve.Start(sample.Now, _window, _segmentSize);
        var roundTrip = sample.SmoothedRoundTrip > TimeSpan.Zero ? sample.SmoothedRoundTrip : sample.RoundTrip;
        _window = _curve.Next(sample.Now, roundTrip, _window, sample.Octets, _segmentSize);
    }

    private void Reduce(int inFlight, double beta)
    {
        Remember();
        int used = Flight(inFlight);
        _curve.Reduced(_validation.IsValidated(Window) ? _window : used);
        _validation.Forget();
        _window = Threshold = Math.Max((int)(used * beta), 2 * _segmentSize);
    }

    // RFC 7661, 4.4: a window that was not used is cut from what was.
    private int Flight(int inFlight) => _validation.Flight(inFlight, Window);

    private void LeaveUnvalidated(TimeSpan now)
    {
        if (!_validation.IsExpired(now, Window))
            return;
        Threshold = Math.Max(Threshold == MostWindow ? 0 : Threshold, (int)(_window * 3 / 4));
        _window = Math.Max(_window / 2, InitialWindow.Of(_segmentSize));
    }

    private void Remember() => _before = new Memory(_window, Threshold, _curve);

    private readonly record struct Memory(double Window, int Threshold, CubicCurve Curve);
}
