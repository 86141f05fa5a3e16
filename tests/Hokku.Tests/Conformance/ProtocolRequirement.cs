namespace Hokku.Tests.Conformance;

/// <summary>One requirement of a document.</summary>
/// <param name="Clause">Its number, such as "MUST-10".</param>
/// <param name="Level">MUST, MUST NOT, SHOULD, SHOULD NOT or MAY.</param>
/// <param name="Text">What is required, in brief.</param>
/// <param name="Reason">Why no test shows it: it is not done, or it cannot be seen from outside. Null where a test must.</param>
internal sealed record ProtocolRequirement(string Clause, string Level, string Text, string? Reason = null);
