namespace Hokku.Benchmarks.Parts;

/// <summary>One figure beside its aim.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Aim">What it should reach.</param>
/// <param name="IsMoreBetter">Whether the aim is the least value rather than the most.</param>
internal sealed record Figure(string Name, double Value, string Unit, double Aim, bool IsMoreBetter = false)
{
    /// <summary>How far it misses its aim: 1 when it is just reached, 4 when it is four times as bad.</summary>
    public double Miss => IsMoreBetter ? Aim / Value : Value / Aim;

    public override string ToString() => FormattableString.Invariant($"FIGURE {Name}: {Value:F1} {Unit} (aim: {(IsMoreBetter ? "at least" : "at most")} {Aim} {Unit})");
}
