using Hokku.Abstractions;
using Hokku.Protocols.Tcp;
using Hokku.Stack;
using Hokku.Tests.Protocols.Tcp.Congestion;

namespace Hokku.Tests.Matrix;

/// <summary>The congestion controls of the reference: CUBIC and NewReno by their equations; BBR by its own model, on a path without a stack.</summary>
internal static class ReferenceControls
{
    public static IReferenceControl Create(string name, int seed) => name switch
    {
        "cubic" => new CubicByEquations(),
        "newreno" => new RenoByEquations(),
        "bbr" => new BbrByModel(seed),
        _ => throw new ArgumentException($"There is no reference of '{name}'.", nameof(name)),
    };

    private sealed class CubicByEquations : IReferenceControl
    {
        private readonly CubicReference _cubic = new(10);
        private double _roundEnd;
        private double _least = double.PositiveInfinity;
        private double _leastBefore = double.PositiveInfinity;
        private double _baseline;
        private int _samples;
        private int _rounds = -1;

        public double Window => _cubic.Cwnd;

        public void Acknowledged(in ReferenceAck ack)
        {
            if (ack.IsRecovering)
                return;
            if (double.IsInfinity(_cubic.Ssthresh))
                SlowStart(ack);
            else
                _cubic.Acknowledged(ack.Now, ack.Smoothed, 1);
        }

        public void Lost(double flight) => _cubic.Lost(_cubic.Cwnd);

        public void Recovered()
        {
        }

        public void TimedOut(double flight) => _cubic.TimedOut(_cubic.Cwnd);

        // RFC 9406, 4.2.
        private void SlowStart(in ReferenceAck ack)
        {
            _least = Math.Min(_least, ack.RoundTrip);
            _samples++;
            _cubic.SlowStart(_rounds >= 0 ? 0.25 : 1);
            if (_rounds < 0 && _samples >= 8 && _least >= _leastBefore + Math.Clamp(_leastBefore / 8, 0.004, 0.016))
                (_rounds, _baseline) = (0, _least);
            else if (_rounds >= 0 && _samples >= 8 && _least < _baseline)
                _rounds = -1;
            if (ack.Acknowledged < _roundEnd)
                return;
            (_leastBefore, _least, _samples, _roundEnd) = (_least, double.PositiveInfinity, 0, ack.Sent);
            if (_rounds >= 0 && ++_rounds >= 5)
                _cubic.EndSlowStart();
        }
    }

    private sealed class RenoByEquations : IReferenceControl
    {
        private double _threshold = double.PositiveInfinity;

        public double Window { get; private set; } = 10;

        public void Acknowledged(in ReferenceAck ack)
        {
            if (!ack.IsRecovering)
                Window += Window < _threshold ? 1 : 1 / Window;
        }

        public void Lost(double flight) => Window = _threshold = Math.Max(Window / 2, 2);

        public void Recovered()
        {
        }

        public void TimedOut(double flight)
        {
            _threshold = Math.Max(Window / 2, 2);
            Window = 1;
        }
    }

    private sealed class BbrByModel : IReferenceControl
    {
        private readonly Bbr _bbr;

        public BbrByModel(int seed)
        {
            _bbr = new Bbr(new SeededEntropy((ulong)seed));
            _bbr.Begin(new CongestionStart { SegmentSize = Cell.Segment, Now = TimeSpan.FromSeconds(1) });
        }

        public double Window => (double)_bbr.Window / Cell.Segment;

        public double Pace => (double)_bbr.PacingRate / Cell.Segment;

        public void Acknowledged(in ReferenceAck ack) => _bbr.Acknowledged(
            new AcknowledgmentSample(Cell.Segment, (ack.Pipe + 1) * Cell.Segment, TimeSpan.FromSeconds(ack.RoundTrip), TimeSpan.FromSeconds(ack.Now + 1))
            {
                Pipe = ack.Pipe * Cell.Segment,
                Lost = ack.Lost * Cell.Segment,
                IsRecovering = ack.IsRecovering,
                IsWindowLimited = ack.Pipe + 1 >= (int)Window,
                SmoothedRoundTrip = TimeSpan.FromSeconds(ack.Smoothed),
                Mark = ack.Mark,
            });

        public void Lost(double flight) => _bbr.LossFound((int)(flight * Cell.Segment));

        public void Recovered() => _bbr.Recovered(0);

        public void TimedOut(double flight) => _bbr.TimedOut((int)(flight * Cell.Segment), again: false);
    }
}
