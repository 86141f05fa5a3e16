using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>Congestion window validation (RFC 7661): how much of the window was really used lately, and for how long it may be kept unused.</summary>
internal struct WindowValidation
{
    /// <summary>The non-validated period: how long a window is kept that is not used.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(1);

    private long _roundStart;
    private long _roundEnd;
    private int _before;
    private TimeSpan _periodEnd;
    private TimeSpan _unvalidatedSince;

    /// <summary>pipeACK: the most octets acknowledged in a round trip, lately; -1 while nothing was measured.</summary>
    public int Used { get; private set; }

    public void Begin()
    {
        this = default;
        Forget();
    }

    /// <summary>RFC 7661, 4.4: what was measured before a congestion event says nothing about the time after it.</summary>
    public void Forget()
    {
        Used = _before = -1;
        _unvalidatedSince = TimeSpan.Zero;
    }

    public void Acknowledged(in AcknowledgmentSample sample)
    {
        if (sample.Acknowledgment < _roundEnd)
            return;
        int octets = (int)Math.Min(sample.Acknowledgment - _roundStart, int.MaxValue);
        _roundStart = sample.Acknowledgment;
        bool isFirst = _roundEnd == 0;
        _roundEnd = sample.Sent;
        if (isFirst)
            return;

        // The period is measured in halves, so that an old maximum goes after one to one and a half of them.
        if (sample.Now >= _periodEnd)
        {
            var period = sample.SmoothedRoundTrip * 3;
            _periodEnd = sample.Now + ((period > LeastPeriod ? period : LeastPeriod) / 2);
            Used = Math.Max(_before, octets);
            _before = octets;
            return;
        }

        _before = Math.Max(_before, octets);
        Used = Math.Max(Used, octets);
    }

    /// <summary>Whether the window was used by half at least (RFC 7661, 4.3).</summary>
    public readonly bool IsValidated(int window) => Used < 0 || Used >= window / 2;

    /// <summary>The FlightSize that a window is cut from: what was in flight or was used lately, but not what merely might have been (RFC 7661, 4.4.1).</summary>
    public readonly int Flight(int inFlight, int window) => Math.Min(Math.Max(inFlight, Used), window);

    /// <summary>Whether the window was unused for so long that it must come down; then the time begins anew (RFC 7661, 4.4.2).</summary>
    public bool IsExpired(TimeSpan now, int window)
    {
        if (IsValidated(window))
        {
            _unvalidatedSince = TimeSpan.Zero;
            return false;
        }

        if (_unvalidatedSince == TimeSpan.Zero)
            _unvalidatedSince = now;
        if (now - _unvalidatedSince < Keep)
            return false;
        _unvalidatedSince = now;
        return true;
    }
}
