namespace Hokku.Tests.Protocols.Tcp.Congestion;

/// <summary>CUBIC as RFC 9438 writes it: segments and seconds, one equation a line, nothing else.</summary>
internal sealed class CubicReference(double initial)
{
    private const double C = 0.4;
    private const double BetaCubic = 0.7;
    private const double AlphaCubic = 3 * (1 - BetaCubic) / (1 + BetaCubic);

    private double _wMax;
    private double _k;
    private double _epochStart = double.NaN;
    private double _wEst;
    private double _cwndPrior;
    private bool _hasPlateau;

    public double Cwnd { get; private set; } = initial;

    public double Ssthresh { get; private set; } = double.PositiveInfinity;

    public double WCubic(double t) => (C * Math.Pow(t - _k, 3)) + _wMax;

    public void Acknowledged(double now, double rtt, double segments)
    {
        if (Cwnd < Ssthresh)
        {
            Cwnd = double.IsInfinity(Ssthresh) ? Cwnd + Math.Min(segments, 8) : Math.Min(Cwnd + Math.Min(segments, 8), Math.Max(Ssthresh, Cwnd));
            return;
        }

        if (double.IsNaN(_epochStart))
            StartEpoch(now);
        double t = now - _epochStart;
        _wEst += (_wEst >= _cwndPrior ? 1 : AlphaCubic) * (segments / Cwnd);
        if (WCubic(t) < _wEst)
        {
            Cwnd = Math.Max(Cwnd, _wEst);
            return;
        }

        double w = WCubic(t + rtt);
        double target = w < Cwnd ? Cwnd : w > 1.5 * Cwnd ? 1.5 * Cwnd : w;
        Cwnd += (target - Cwnd) / Cwnd * segments;
    }

    public void SlowStart(double growth) => Cwnd += growth;

    /// <summary>The first slow start ends before anything was lost.</summary>
    public void EndSlowStart() => Ssthresh = Cwnd;

    public void Lost(double flight, double beta = BetaCubic)
    {
        _cwndPrior = Cwnd;
        _wMax = Cwnd < _wMax && _hasPlateau ? Cwnd * (1 + BetaCubic) / 2 : Cwnd;
        _hasPlateau = true;
        Ssthresh = Math.Max(flight * beta, 2);
        Cwnd = Ssthresh;
        _epochStart = double.NaN;
    }

    public void TimedOut(double flight)
    {
        _cwndPrior = Cwnd;
        Ssthresh = Math.Max(flight * BetaCubic, 2);
        Cwnd = 1;
        _hasPlateau = false;
        _wMax = 0;
        _epochStart = double.NaN;
    }

    private void StartEpoch(double now)
    {
        _epochStart = now;
        _wEst = Cwnd;
        _cwndPrior = Math.Max(_cwndPrior, Cwnd);
        if (_hasPlateau && _wMax > Cwnd)
        {
            _k = Math.Cbrt((_wMax - Cwnd) / C);
            return;
        }

        _wMax = Cwnd;
        _k = 0;
    }
}
