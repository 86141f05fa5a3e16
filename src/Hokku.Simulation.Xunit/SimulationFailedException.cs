namespace Hokku.Simulation.Xunit;

/// <summary>A seed failed; the message is the whole report.</summary>
public sealed class SimulationFailedException(string report) : Exception(report)
{
    // The report says where; the stack here is the runner's.
    public override string? StackTrace => null;
}
