namespace Hokku.Parts;

/// <summary>The secret of a <see cref="SipHash"/>.</summary>
public readonly record struct SipKey(ulong First, ulong Second);
