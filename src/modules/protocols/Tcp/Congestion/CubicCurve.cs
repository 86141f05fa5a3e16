namespace Hokku.Protocols.Tcp;

/// <summary>The window of one congestion avoidance stage as a function of time (RFC 9438, 4.2 and 4.3). Octets and seconds.</summary>
internal struct CubicCurve
{
    public const double Beta = 0.7;

    private const double C = 0.4;

    // RFC 9438, 4.3: as much as Reno grows, while the window is cut by 0.7 and not by half.
    private const double FriendlyAlpha = 3 * (1 - Beta) / (1 + Beta);

    private double _plateau;
    private double _distance;
    private double _estimate;
    private double _prior;
    private TimeSpan _epoch;

    /// <summary>W_max.</summary>
    public readonly double Plateau => _plateau;

    /// <summary>K.</summary>
    public readonly double Distance => _distance;

    /// <summary>W_est.</summary>
    public readonly double Estimate => _estimate;

    /// <summary>A stage is under way.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>RFC 9438, 4.6 and 4.7: the window was too large; a flow that has lost some of its share gives way further.</summary>
    public void Reduced(double window)
    {
        _prior = window;
        _plateau = window < _plateau ? window * (1 + Beta) / 2 : window;
        IsRunning = false;
    }

    /// <summary>The next stage has no plateau to come back to: after slow start without loss, or a time-out (RFC 9438, 4.8 and 4.10).</summary>
    public void Forget()
    {
        _plateau = 0;
        IsRunning = false;
    }

    /// <summary>A stage begins.</summary>
    public void Start(TimeSpan now, double window, int segmentSize)
    {
        IsRunning = true;
        _epoch = now;
        _estimate = window;
        _prior = Math.Max(_prior, window);
        if (_plateau <= window)
        {
            _plateau = window;
            _distance = 0;
        }
        else
        {
            _distance = Math.Cbrt((_plateau - window) / (C * segmentSize));
        }
    }

    /// <summary>Time that does not count: nothing was sent, or not all that the window allowed (RFC 9438, 5.8).</summary>
    public void Skip(TimeSpan time) => _epoch += time;

    /// <summary>W_cubic at a time.</summary>
    public readonly double At(TimeSpan now, int segmentSize)
    {
        double t = (now - _epoch).TotalSeconds - _distance;
        return (C * segmentSize * t * t * t) + _plateau;
    }

    /// <summary>What the window is after an acknowledgment.</summary>
    public double Next(TimeSpan now, TimeSpan roundTrip, double window, int acknowledged, int segmentSize)
    {
        double segments = (double)acknowledged / segmentSize;

        // RFC 9438, 4.3: once it is back where it was, Reno itself grows no slower.
        double alpha = _estimate >= _prior ? 1 : FriendlyAlpha;
        _estimate += alpha * acknowledged * segmentSize / window;
        if (At(now, segmentSize) < _estimate)
            return Math.Max(window, _estimate);
        double target = Math.Clamp(At(now + roundTrip, segmentSize), window, 1.5 * window);
        return window + ((target - window) / window * segments * segmentSize);
    }

    /// <summary>Everything in segments of another size.</summary>
    public void Scale(double factor)
    {
        _plateau *= factor;
        _estimate *= factor;
        _prior *= factor;
    }
}
