namespace Hokku.Protocols.Tcp;

/// <summary>How much faster than the estimated rate each state sends, and how many bandwidth-delay products it keeps in flight (draft-ietf-ccwg-bbr, 5.6.1).</summary>
internal readonly record struct BbrGain(double Pacing, double Window)
{
    /// <summary>By <see cref="BbrState"/>.</summary>
    private static readonly BbrGain[] Table =
    [
        new(2.77, 2),
        new(0.5, 2),
        new(0.9, 2),
        new(1, 2),
        new(1, 2),
        new(1.25, 2.25),
        new(1, 0.5),
    ];

    public static BbrGain Of(BbrState state) => Table[(int)state];
}
