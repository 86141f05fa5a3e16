namespace Hokku.Simulation;

/// <summary>A point of virtual time at which something is to happen; from <see cref="World.At"/>.</summary>
public sealed class Moment
{
    private readonly World _world;

    internal Moment(World world, TimeSpan time)
    {
        _world = world;
        Time = time;
    }

    /// <summary>Since the world began.</summary>
    public TimeSpan Time { get; }

    /// <summary>Hosts of different sides do not hear each other until <see cref="Heal"/>.</summary>
    public Moment Partition(Sides sides)
    {
        var pairs = _world.PairsOf(sides);
        return Add($"partition {sides}", () => _world.CutAll(pairs));
    }

    /// <summary>A partition in one direction: what one host sends does not reach the other.</summary>
    public Moment Cut(string from, string to)
    {
        var pair = (_world.HostOf(from), _world.HostOf(to));
        return Add($"cut {from} > {to}", () => _world.CutAll([pair]));
    }

    /// <summary>Ends all partitions.</summary>
    public Moment Heal() => Add("heal", _world.Partitions.MendAll);

    /// <summary>The host stops at once: it says nothing more to anybody, and its peers are left with half-open connections.</summary>
    public Moment Crash(string host)
    {
        var target = _world.HostOf(host);
        return Add($"crash {host}", target.Crash);
    }

    /// <summary>The host's program begins anew, with an empty memory and its <see cref="SimulatedHost.Storage"/> as it was.</summary>
    public Moment Restart(string host)
    {
        var target = _world.HostOf(host);
        return Add($"restart {host}", target.Restart);
    }

    /// <summary>A link changes.</summary>
    public Moment Change(string first, string second, Action<Link> change)
    {
        var link = _world.LinkOf(first, second);
        return Add($"change {link.Name}", () => change(link));
    }

    /// <summary>A host's wall clock is wrong by this much from now on.</summary>
    public Moment Skew(string host, TimeSpan ahead)
    {
        var target = _world.HostOf(host);
        return Add($"clock of {host} {(ahead < TimeSpan.Zero ? "behind" : "ahead")} by {ahead.Duration()}", () => target.SkewClock(ahead));
    }

    /// <summary>Something else.</summary>
    public Moment Do(string what, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Add(what, action);
    }

    private Moment Add(string text, Action action)
    {
        _world.Schedule.Add(Time, text, [(Time, text, action)]);
        return this;
    }
}
