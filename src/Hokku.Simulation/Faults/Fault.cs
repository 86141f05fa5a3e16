namespace Hokku.Simulation;

/// <summary>One entry of a world's schedule: what goes wrong, or right again, and when. A fault of random choice with an end is one entry.</summary>
/// <param name="Number">Its place in the schedule, from 0 on.</param>
/// <param name="At">When it begins.</param>
/// <param name="Text">What it is, in words.</param>
public sealed record Fault(int Number, TimeSpan At, string Text)
{
    internal IReadOnlyList<(TimeSpan At, string Text, Action Do)> Steps { get; init; } = [];

    public override string ToString() => $"#{Number} {At.TotalSeconds:0.000000} s: {Text}";
}
