namespace Hokku.Testing;

/// <summary>Names the requirement that a test proves; the conformance tables are generated from these.</summary>
/// <param name="document">The document, such as "RFC 9293".</param>
/// <param name="clause">Its requirement's number or its section, such as "MUST-10" or "3.8.1".</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequirementAttribute(string document, string clause) : Attribute
{
    public string Document { get; } = document;

    public string Clause { get; } = clause;
}
