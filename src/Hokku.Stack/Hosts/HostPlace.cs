namespace Hokku.Stack;

/// <summary>Which of a host's stacks one is.</summary>
/// <param name="Host">The host.</param>
/// <param name="Number">From 0 on.</param>
public sealed record HostPlace(NetHost Host, int Number);
