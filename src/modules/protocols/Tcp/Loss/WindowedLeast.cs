namespace Hokku.Protocols.Tcp;

/// <summary>The least round trip of the last minutes (RFC 8985, 6.2, step 1), from two halves of the time.</summary>
internal struct WindowedLeast
{
    private static readonly TimeSpan Half = TimeSpan.FromMinutes(2.5);

    private TimeSpan _before;
    private TimeSpan _since;

    /// <summary>Zero before the first measurement.</summary>
    public TimeSpan Value { get; private set; }

    public void Measure(TimeSpan sample, TimeSpan now)
    {
        if (now - _since >= Half)
        {
            _before = now - _since >= 2 * Half ? sample : Value;
            _since = now;
            Value = sample;
        }

        Value = Value == TimeSpan.Zero || sample < Value ? sample : Value;
    }

    /// <summary>Of both halves.</summary>
    public readonly TimeSpan Least => _before > TimeSpan.Zero && _before < Value ? _before : Value;
}
