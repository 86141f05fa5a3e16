namespace Hokku.Simulation;

/// <summary>Faults that the seed chooses: each begins at some time and ends after some time.</summary>
public sealed record RandomFaults
{
    public FaultKinds Kinds { get; init; } = FaultKinds.All;

    /// <summary>When the last one has ended.</summary>
    public required TimeSpan Until { get; init; }

    /// <summary>The first one begins after this.</summary>
    public TimeSpan From { get; init; }

    /// <summary>From the beginning of one fault to that of the next, in the mean.</summary>
    public TimeSpan MeanInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one lasts, in the mean.</summary>
    public TimeSpan MeanDuration { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The hosts that they happen to; null for all.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>The most hosts that are down at once.</summary>
    public int MaximumDown { get; init; } = int.MaxValue;
}
