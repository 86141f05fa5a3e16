using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>Slow start and congestion avoidance (RFC 5681), from ten segments on (RFC 6928).</summary>
internal sealed class NewReno : ICongestionControl
{
    // RFC 3465, 2.3, says 2; with one acknowledgment for a batch of segments, as all stacks do now, that would starve slow start.
    private const int SlowStartSegments = 8;
    private const int MostWindow = 1 << 30;
    private const double Beta = 0.5;

    // RFC 8511, 3.1.
    private const double BetaEcn = 0.8;

    private int _segmentSize;
    private int _acknowledged;
    private int _windowBefore;
    private int _thresholdBefore;
    private WindowValidation _validation;

    public string Name => "newreno";

    public int Window { get; private set; }

    public int Threshold { get; private set; } = MostWindow;

    public void Begin(in CongestionStart start)
    {
        _segmentSize = start.SegmentSize;
        Window = InitialWindow.Of(start);
        Threshold = MostWindow;
        _acknowledged = 0;
        _validation.Begin();
    }

    public void SegmentSizeChanged(int segmentSize)
    {
        // The same number of segments, of their new size.
        if (_segmentSize > 0)
            Window = Math.Max((int)((long)Window * segmentSize / _segmentSize), segmentSize);
        _segmentSize = segmentSize;
    }

    public void Acknowledged(in AcknowledgmentSample sample)
    {
        _validation.Acknowledged(sample);
        if (sample.IsRecovering)
            return;

        // A window that was not used tells nothing about the path.
        if (!sample.IsWindowLimited)
        {
            LeaveUnvalidated(sample.Now);
            return;
        }

        if (Window < Threshold)
        {
            Grow(Math.Min(sample.Octets, SlowStartSegments * _segmentSize));
            return;
        }

        _acknowledged += sample.Octets;
        if (_acknowledged < Window)
            return;
        _acknowledged -= Window;
        Grow(_segmentSize);
    }

    public void LossFound(int inFlight) => Reduce(inFlight, Beta);

    public void EcnEchoed(int inFlight) => Reduce(inFlight, BetaEcn);

    // RFC 6582, 3.2, step 3, option 1: no burst when little is in flight.
    public void Recovered(int inFlight) => Window = Math.Min(Threshold, Math.Max(inFlight, _segmentSize) + _segmentSize);

    public void TimedOut(int inFlight, bool again)
    {
        if (!again)
            Reduce(inFlight, Beta);
        Window = _segmentSize;
    }

    public void Undo()
    {
        Window = Math.Max(Window, _windowBefore);
        Threshold = Math.Max(Threshold, _thresholdBefore);
    }

    public void Restarted(TimeSpan now, TimeSpan idle, TimeSpan timeout)
    {
        // RFC 5681, 4.1.
        if (idle > timeout)
            Window = Math.Min(Window, InitialWindow.Of(_segmentSize));
    }

    private void Reduce(int inFlight, double beta)
    {
        _windowBefore = Window;
        _thresholdBefore = Threshold;
        int used = _validation.Flight(inFlight, Window);
        _validation.Forget();
        Window = Threshold = Math.Max((int)(used * beta), 2 * _segmentSize);
        _acknowledged = 0;
    }

    // RFC 7661, 4.4.2.
    private void LeaveUnvalidated(TimeSpan now)
    {
        if (!_validation.IsExpired(now, Window))
            return;
        Threshold = Math.Max(Threshold == MostWindow ? 0 : Threshold, Window / 4 * 3);
        Window = Math.Max(Window / 2, InitialWindow.Of(_segmentSize));
    }

    private void Grow(int octets) => Window = Math.Min(Window + octets, MostWindow);
}
