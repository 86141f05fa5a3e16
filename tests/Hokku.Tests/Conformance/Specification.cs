namespace Hokku.Tests.Conformance;

/// <summary>A document with numbered requirements.</summary>
/// <param name="Name">What tags call it, such as "RFC 9293".</param>
/// <param name="Title">What it is about.</param>
/// <param name="Requirements">In its order.</param>
internal sealed record Specification(string Name, string Title, IReadOnlyList<ProtocolRequirement> Requirements)
{
    /// <summary>Every document whose requirements are numbered.</summary>
    public static IReadOnlyList<Specification> All { get; } =
    [
        Rfc9293.Document, Rfc5681.Document, Rfc5961.Document, Rfc6298.Document, Rfc6675.Document, Rfc7323.Document, Rfc8985.Document, Rfc9438.Document,
    ];

    /// <summary>Its table in docs/conformance.</summary>
    public string FileName => Name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() + ".md";

    public override string ToString() => Name;
}
