namespace Hokku.Simulation;

/// <summary>A use of the world outside, the real clock or the kernel's network, by code that runs inside a world.</summary>
/// <param name="Host">The host whose program it was; null for the scenario.</param>
/// <param name="What">What was used: "Task.Delay", "a socket of the kernel".</param>
/// <param name="Where">The calls that led there, innermost first.</param>
public sealed record OutsideUse(string? Host, string What, string Where)
{
    public override string ToString() => $"{(Host is null ? "The scenario" : $"Host {Host}")} uses {What}:\n{Where}";
}
