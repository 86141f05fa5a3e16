namespace Hokku.Simulation;

/// <summary>Groups of hosts that do not hear each other: <c>"a" | "b"</c>, or <c>Sides.Of("a", "b") | Sides.Of("c")</c>.</summary>
public sealed class Sides
{
    private Sides(IReadOnlyList<IReadOnlyList<string>> groups) => Groups = groups;

    public IReadOnlyList<IReadOnlyList<string>> Groups { get; }

    /// <summary>Hosts on one side.</summary>
    public static Sides Of(params string[] hosts) => new([hosts]);

    public static Sides operator |(Sides left, Sides right) => new([.. left.Groups, .. right.Groups]);

    public static Sides operator |(Sides left, string right) => left | Of(right);

    public static Sides operator |(string left, Sides right) => Of(left) | right;

    public static implicit operator Sides(string host) => Of(host);

    public override string ToString() => string.Join(" | ", Groups.Select(group => string.Join(',', group)));
}
