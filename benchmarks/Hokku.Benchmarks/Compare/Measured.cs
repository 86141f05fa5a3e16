using Hokku.Benchmarks.Tap;

namespace Hokku.Benchmarks.Compare;

/// <summary>All rounds of one work over one path.</summary>
internal sealed class Measured
{
    public Samples Values { get; } = new();

    /// <summary>The 99th percentiles, of round trips.</summary>
    public Samples Seconds { get; } = new();

    /// <summary>Seconds of processor time of the measuring kernel's process for each GiB.</summary>
    public Samples ClientCost { get; } = new();

    /// <summary>Seconds of processor time of the subject's process for each GiB.</summary>
    public Samples SubjectCost { get; } = new();

    /// <summary>Octets of garbage that the subject made for each 1448 octets carried.</summary>
    public Samples Garbage { get; } = new();
}
