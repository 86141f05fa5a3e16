using Hokku.Abstractions;

namespace Hokku.Tests.Matrix;

/// <summary>
/// A bulk transfer event by event, without a stack: every segment is acknowledged by itself; a loss is known when later ones have arrived; what is
/// lost goes first; a tail that is lost waits for a probe or a time-out. What the congestion control alone would make of the path.
/// </summary>
internal sealed class ReferenceFlow(Cell cell, IReferenceControl control, int seed)
{
    private const double LeastTimeout = 0.2;
    private readonly ReferencePath _path = new(cell, seed);
    private readonly PriorityQueue<Sent, (double, long)> _returns = new();
    private readonly LinkedList<Sent> _outstanding = [];
    private readonly Queue<long> _lostQueue = [];
    private readonly HashSet<long> _arrived = [];
    private double _now;
    private long _number;
    private long _next;
    private long _first;
    private long _recoverUntil = -1;
    private bool _isRecovering;
    private bool _hasProbed;
    private int _lostNow;
    private long _lostInAll;
    private long _delivered;
    private double _deliveredAt;
    private double _firstSentAt;
    private Sent? _newest;
    private double _smoothed;
    private double _variance;
    private double _least = double.PositiveInfinity;
    private double _heard;
    private double _paceFree;
    private int _backOff;

    // Proportional rate reduction (RFC 6937).
    private double _window;
    private double _recoverFlight;
    private double _recoverDelivered;
    private double _recoverSent;

    /// <summary>Octets a second that arrived in order within the cell's time.</summary>
    public double Run()
    {
        double end = cell.Seconds;
        while (_now < end)
        {
            Output();
            double next = NextEvent();
            if (next >= end)
                break;
            _now = next;
            if (_returns.TryPeek(out _, out var due) && due.Item1 <= _now)
                Arrive(_returns.Dequeue());
            FindLosses();
            if (_outstanding.Count > 0 && _now >= TimeoutAt)
                TimeOut();
        }

        return _first * Cell.Segment / end;
    }

    private double Reordering => cell.IsReordering ? _least / 4 : 0;

    private double Timeout => _smoothed == 0 ? 1 : Math.Max(LeastTimeout, 4 * _variance) + _smoothed;

    // RFC 8985, 7.2: a probe after two round trips, once; then the time-out.
    private double TimeoutAt => _heard + (_hasProbed || _smoothed == 0 ? Timeout * (1 << Math.Min(_backOff, 6)) : Math.Min((2 * _smoothed) + 0.002, Timeout));

    private double Window => _isRecovering && control.Pace == 0 ? _window : control.Window;

    private double NextEvent()
    {
        double next = _returns.TryPeek(out _, out var due) ? due.Item1 : double.PositiveInfinity;
        if (_outstanding.Count > 0)
            next = Math.Min(next, Math.Max(TimeoutAt, _now));
        if (_newest is { } newest && _outstanding.First is { Value: var oldest } && oldest.Number < newest.Number && LostAt(oldest, newest) > _now)
            next = Math.Min(next, LostAt(oldest, newest));
        if (control.Pace > 0 && _outstanding.Count < (int)Window)
            next = Math.Min(next, Math.Max(_paceFree, _now));
        return next;
    }

    private void Output()
    {
        while (_outstanding.Count < Math.Max(1, (int)Window) && (control.Pace == 0 || _paceFree <= _now + 1e-9))
        {
            while (_lostQueue.TryPeek(out long known) && (known < _first || _arrived.Contains(known)))
                _lostQueue.Dequeue();
            Transmit(_lostQueue.TryDequeue(out long lost) ? lost : _next++);
        }
    }

    private void Transmit(long segment)
    {
        _recoverSent++;
        if (_outstanding.Count == 0)
        {
            _heard = _now;
            _firstSentAt = _deliveredAt = _now;
        }

        var mark = new DeliveryMark(
            _delivered * Cell.Segment, Time(_deliveredAt), Time(_firstSentAt), Time(_now), (_outstanding.Count + 1) * Cell.Segment, _lostInAll * Cell.Segment, false);
        var sent = new Sent(segment, _number++, _now, mark);
        sent.Node = _outstanding.AddLast(sent);
        if (_path.Send(_now) is { } back)
            _returns.Enqueue(sent, (back, sent.Number));
        if (control.Pace > 0)
            _paceFree = Math.Max(_paceFree, _now - 0.001) + (1 / control.Pace);
    }

    private void Arrive(Sent sent)
    {
        if (sent.Node is { } node)
            _outstanding.Remove(node);
        sent.Node = null;
        if (sent.Segment < _first || !_arrived.Add(sent.Segment))
            return;
        Measure(_now - sent.At);
        _delivered++;
        _deliveredAt = _now;
        if (_newest is null || sent.Number > _newest.Number)
        {
            _newest = sent;
            _firstSentAt = sent.At;
        }

        long before = _first;
        while (_arrived.Remove(_first))
            _first++;
        if (_first > before)
        {
            _backOff = 0;
            _hasProbed = false;
        }

        _heard = _now;
        FindLosses();
        bool wasRecovering = _isRecovering;
        ReduceInProportion();
        if (_isRecovering && _first > _recoverUntil)
            _isRecovering = false;
        control.Acknowledged(new ReferenceAck(_now, _now - sent.At, _smoothed, _delivered, _delivered + _outstanding.Count, _outstanding.Count, _lostNow, wasRecovering, sent.Mark));
        _lostNow = 0;
        if (wasRecovering && !_isRecovering)
            control.Recovered();
    }

    private void ReduceInProportion()
    {
        if (!_isRecovering)
            return;
        _recoverDelivered++;
        double pipe = _outstanding.Count;
        double target = control.Window;
        double send = pipe > target
            ? Math.Ceiling(_recoverDelivered * target / _recoverFlight) - _recoverSent
            : Math.Min(target - pipe, Math.Max(_recoverDelivered - _recoverSent, 1) + 1);
        _window = pipe + Math.Max(send, 0);
    }

    private void Measure(double sample)
    {
        _variance = _smoothed == 0 ? sample / 2 : _variance + ((Math.Abs(sample - _smoothed) - _variance) / 4 / Math.Max(1, control.Window / 2));
        _smoothed = _smoothed == 0 ? sample : _smoothed + ((sample - _smoothed) / 8 / Math.Max(1, control.Window / 2));
        _least = Math.Min(_least, sample);
    }

    private double LostAt(Sent sent, Sent newest) => Math.Max(sent.At + (newest.Back - newest.At) + Reordering, newest.Back);

    private void FindLosses()
    {
        if (_newest is not { } newest)
            return;
        if (newest.Back == 0)
            newest.Back = _now;
        while (_outstanding.First is { Value: var oldest } && oldest.Number < newest.Number && LostAt(oldest, newest) <= _now + 1e-9)
            Lose(oldest);
    }

    private void Lose(Sent sent)
    {
        _outstanding.Remove(sent.Node!);
        sent.Node = null;
        _lostQueue.Enqueue(sent.Segment);
        _lostNow++;
        _lostInAll++;
        if (_isRecovering)
            return;
        _isRecovering = true;
        _recoverUntil = _next - 1;
        control.Lost(_outstanding.Count + 1);
        _recoverFlight = Math.Max(_outstanding.Count + 1, 1);
        _recoverDelivered = _recoverSent = 0;
        _window = _outstanding.Count + 1;
    }

    private void TimeOut()
    {
        _heard = _now;
        if (!_hasProbed && _smoothed > 0)
        {
            _hasProbed = true;
            Transmit(_outstanding.Last!.Value.Segment);
            return;
        }

        double flight = _outstanding.Count;
        foreach (var sent in _outstanding)
        {
            _lostQueue.Enqueue(sent.Segment);
            _lostInAll++;
            sent.Node = null;
        }

        _outstanding.Clear();
        _isRecovering = false;
        if (_backOff++ == 0)
            control.TimedOut(flight);
        _recoverUntil = _next - 1;
    }

    private static TimeSpan Time(double seconds) => TimeSpan.FromSeconds(seconds + 1);

    private sealed class Sent(long segment, long number, double at, DeliveryMark mark)
    {
        public long Segment => segment;

        public long Number => number;

        public double At => at;

        public DeliveryMark Mark => mark;

        /// <summary>When it was acknowledged.</summary>
        public double Back { get; set; }

        public LinkedListNode<Sent>? Node { get; set; }
    }
}
