namespace Hokku.Protocols.Tcp;

/// <summary>Slow start, congestion avoidance and fast recovery (RFC 5681, RFC 6582), from ten segments on (RFC 6928).</summary>
internal sealed class NewReno : ICongestionControl
{
    private const int InitialSegments = 10;
    private const int InitialOctets = 14600;

    // RFC 3465, 2.3, says 2; with one acknowledgment for a batch of segments, as all stacks do now, that would starve slow start.
    private const int SlowStartSegments = 8;
    private const int MostWindow = 1 << 30;

    private int _segmentSize;
    private int _acknowledged;
    private int _windowBefore;
    private int _thresholdBefore;

    public string Name => "newreno";

    public int Window { get; private set; }

    public int Threshold { get; private set; } = MostWindow;

    private int InitialWindow => Math.Min(InitialSegments * _segmentSize, Math.Max(2 * _segmentSize, InitialOctets));

    public void Begin(int segmentSize, bool synWasLost)
    {
        _segmentSize = segmentSize;
        Window = synWasLost ? segmentSize : InitialWindow;
        Threshold = MostWindow;
        _acknowledged = 0;
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
        if (sample.IsRecovering)
            return;
        bool isSlowStart = Window < Threshold;

        // A window that was not used tells nothing about the path.
        if (sample.InFlight < (isSlowStart ? Window / 2 : Window - _segmentSize))
            return;
        if (isSlowStart)
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

    public void LossFound(int inFlight)
    {
        Remember();
        Window = Threshold = Math.Max(inFlight / 2, 2 * _segmentSize);
        _acknowledged = 0;
    }

    public void Undo()
    {
        Window = Math.Max(Window, _windowBefore);
        Threshold = Math.Max(Threshold, _thresholdBefore);
    }

    // RFC 6582, 3.2, step 3, option 1: no burst when little is in flight.
    public void Recovered(int inFlight) => Window = Math.Min(Threshold, Math.Max(inFlight, _segmentSize) + _segmentSize);

    public void TimedOut(int inFlight, bool again)
    {
        if (!again)
        {
            Remember();
            Threshold = Math.Max(inFlight / 2, 2 * _segmentSize);
        }

        Window = _segmentSize;
        _acknowledged = 0;
    }

    public void WasIdle() => Window = Math.Min(Window, InitialWindow);

    private void Remember()
    {
        _windowBefore = Window;
        _thresholdBefore = Threshold;
    }

    private void Grow(int octets) => Window = Math.Min(Window + octets, MostWindow);
}
