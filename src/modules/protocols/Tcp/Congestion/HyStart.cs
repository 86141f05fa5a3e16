using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>HyStart++ (RFC 9406): leaves slow start when the round trip grows, first tentatively.</summary>
internal struct HyStart
{
    /// <summary>L: segments that one acknowledgment may grow the window by when nothing is paced.</summary>
    public const int LimitSegments = 8;

    private const int Samples = 8;
    private const int RoundTripDivisor = 8;
    private const int ConservativeDivisor = 4;
    private const int ConservativeRounds = 5;
    private static readonly TimeSpan LeastThreshold = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan MostThreshold = TimeSpan.FromMilliseconds(16);

    private long _roundEnd;
    private int _samples;
    private int _rounds;
    private TimeSpan _least;
    private TimeSpan _leastBefore;
    private TimeSpan _baseline;

    /// <summary>In Conservative Slow Start: the round trip has grown.</summary>
    public bool IsConservative { get; private set; }

    /// <summary>Slow start is over: the path's queue has begun to grow.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>currentRoundMinRTT; the most there is while nothing was measured.</summary>
    public readonly TimeSpan RoundLeast => _least;

    /// <summary>Begins with the first round.</summary>
    public void Begin()
    {
        this = default;
        _least = _leastBefore = TimeSpan.MaxValue;
    }

    /// <summary>Takes an acknowledgment during the first slow start.</summary>
    /// <returns>Octets by which the window grows.</returns>
    public int Grow(in AcknowledgmentSample sample, int segmentSize, bool isPaced)
    {
        if (sample.RoundTrip > TimeSpan.Zero)
        {
            _least = sample.RoundTrip < _least ? sample.RoundTrip : _least;
            _samples++;
        }

        int growth = isPaced ? sample.Octets : Math.Min(sample.Octets, LimitSegments * segmentSize);
        if (IsConservative)
        {
            growth /= ConservativeDivisor;
            if (_samples >= Samples && _least < _baseline)
                IsConservative = false;
        }
        else if (_samples >= Samples && _leastBefore < TimeSpan.MaxValue && _least >= _leastBefore + Threshold)
        {
            IsConservative = true;
            _rounds = 0;
            _baseline = _least;
        }

        if (sample.Acknowledgment >= _roundEnd)
            EndRound(sample.Sent);
        return growth;
    }

    private readonly TimeSpan Threshold
    {
        get
        {
            var threshold = _leastBefore / RoundTripDivisor;
            return threshold < LeastThreshold ? LeastThreshold : threshold > MostThreshold ? MostThreshold : threshold;
        }
    }

    private void EndRound(long sent)
    {
        _roundEnd = sent;
        _leastBefore = _least;
        _least = TimeSpan.MaxValue;
        _samples = 0;

        // RFC 9406, 4.2: the round in which it was entered counts, though it is not a whole one.
        if (IsConservative && ++_rounds >= ConservativeRounds)
            IsFinished = true;
    }
}
