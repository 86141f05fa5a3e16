namespace Hokku.Network;

/// <summary>What a server said to one question.</summary>
/// <param name="Exists">Whether the name exists at all.</param>
/// <param name="Records">The records of the answer's section, aliases first.</param>
/// <param name="Age">How long it may be kept.</param>
internal sealed record DnsAnswer(bool Exists, IReadOnlyList<ResolvedRecord> Records, TimeSpan Age);
