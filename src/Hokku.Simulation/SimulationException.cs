namespace Hokku.Simulation;

/// <summary>A world cannot be made, or could not go on: what is wrong and what would be right.</summary>
public sealed class SimulationException : Exception
{
    public SimulationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
