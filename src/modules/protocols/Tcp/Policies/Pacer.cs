namespace Hokku.Protocols.Tcp;

/// <summary>
/// Lets data leave at a rate: octets earned as time passes and spent as they are sent. What a late timer could not send is made good, so that a
/// rate of many segments a tick is reached too.
/// </summary>
internal struct Pacer
{
    // A wheel's tick late, and one to wait.
    private static readonly TimeSpan MostEarned = TimeSpan.FromMilliseconds(2);

    private double _credit;
    private TimeSpan _earnedAt;
    private int _quantum;

    /// <summary>Octets a second; 0 when nothing is paced.</summary>
    public long Rate { get; private set; }

    public readonly bool IsOn => Rate > 0;

    /// <summary>Octets that may leave at once.</summary>
    public readonly int Quantum => _quantum;

    /// <summary>From now on at this rate.</summary>
    public void Set(long rate, int quantum, TimeSpan now)
    {
        if (Rate == 0)
        {
            _credit = quantum;
            _earnedAt = now;
        }

        Earn(now);
        Rate = rate;
        _quantum = quantum;
    }

    /// <summary>Whether something may leave now.</summary>
    public bool MaySend(TimeSpan now)
    {
        Earn(now);
        return _credit > 0;
    }

    public void Sent(int octets) => _credit -= octets;

    /// <summary>How long until a quantum may leave.</summary>
    public readonly TimeSpan Delay => TimeSpan.FromSeconds(Math.Clamp((Math.Min(_quantum, Most) - _credit) / Rate, 0, 10));

    private readonly double Most => Math.Max(_quantum, Rate * MostEarned.TotalSeconds);

    private void Earn(TimeSpan now)
    {
        if (now <= _earnedAt)
            return;
        _credit = Math.Min(_credit + (Rate * (now - _earnedAt).TotalSeconds), Most);
        _earnedAt = now;
    }
}
