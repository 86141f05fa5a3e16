namespace Hokku.Simulation;

/// <summary>Whatever a program calls its host, it is the simulated one.</summary>
internal sealed class LifeHostSource(HostLife life) : IHostSource
{
    public HokkuHost Find(string name) => life.Stack;
}
