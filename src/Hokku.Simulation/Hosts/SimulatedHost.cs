using System.Net;
using Hokku.Network;
using Hokku.Stack;

namespace Hokku.Simulation;

/// <summary>A machine of a world: it lives from the world's beginning until it crashes, and again after each restart.</summary>
public sealed class SimulatedHost : Node
{
    private readonly Func<HostLife, Task> _program;
    private readonly SeededEntropy _entropy;
    private readonly List<HostLife> _lives = [];

    internal SimulatedHost(World world, string name, Func<HostLife, Task> program, SeededEntropy entropy)
        : base(name)
    {
        World = world;
        _program = program;
        _entropy = entropy;
    }

    public World World { get; }

    /// <summary>Whether it lives.</summary>
    public bool IsUp => _lives.Count > 0 && !_lives[^1].IsOver;

    /// <summary>Its present life, or its last.</summary>
    /// <exception cref="SimulationException">The world has not begun.</exception>
    public HostLife Life => Living() ? _lives[^1] : throw new SimulationException($"The host {Name} does not live yet: the world begins with its first run.");

    /// <summary>What survives crashes: its disk.</summary>
    public IDictionary<string, object> Storage { get; } = new Dictionary<string, object>(StringComparer.Ordinal);

    public NetworkHost Network => Life.Network;

    public TimeProvider Time => Life.Time;

    /// <summary>Its addresses, one for each of its links.</summary>
    public IReadOnlyList<IPAddress> Addresses => [.. Ends.Select(end => IPAddress.Parse(end.Address.ToString()))];

    internal TimeSpan ClockOffset { get; private set; }

    internal IReadOnlyList<HostLife> Lives => _lives;

    internal override string Kind => "host";

    /// <summary>Makes its wall clock wrong by this much, now and in later lives.</summary>
    public void SkewClock(TimeSpan ahead)
    {
        ClockOffset = ahead;
        if (_lives.Count > 0)
            Life.Clock.SetOffset(ahead);
    }

    /// <summary>Makes its clock run at another speed from now on: 1.001 gains a second in a thousand.</summary>
    /// <exception cref="SimulationException">No clock runs at that speed.</exception>
    public void DriftClock(double rate)
    {
        if (rate is not (> 0 and < 100))
            throw new SimulationException($"A clock does not run at {rate} times the world's speed: more than 0 and less than 100.");
        Life.Clock.SetRate(rate);
    }

    private bool Living()
    {
        if (_lives.Count == 0)
            World.BeginIfDescribed();
        return _lives.Count > 0;
    }

    internal void Begin()
    {
        var life = new HostLife(this, _lives.Count, _entropy.Fork());
        _lives.Add(life);
        life.Start(_program);
    }

    internal void Crash()
    {
        if (IsUp)
            Life.Break();
    }

    internal void Restart()
    {
        Crash();
        Begin();
    }
}
