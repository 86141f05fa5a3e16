using Hokku.Stack;

namespace Hokku.Simulation;

/// <summary>Draws a schedule of faults from a world's seed. A fault and its end are one entry, so that neither happens without the other.</summary>
internal sealed class FaultDice(World world, RandomFaults wishes, SeededEntropy entropy)
{
    private static readonly FaultKinds[] Singles = [FaultKinds.Partition, FaultKinds.OneWay, FaultKinds.Crash, FaultKinds.Slow, FaultKinds.Lossy, FaultKinds.Clock];
    private readonly List<SimulatedHost> _hosts = wishes.Hosts is { } names ? [.. names.Select(world.HostOf)] : [.. world.Hosts];
    private readonly List<(SimulatedHost Host, TimeSpan From, TimeSpan To)> _down = [];

    public void Throw()
    {
        FaultKinds[] kinds = [.. Singles.Where(kind => wishes.Kinds.HasFlag(kind) && IsPossible(kind))];
        if (kinds.Length == 0)
            return;
        for (var at = wishes.From + Draw(wishes.MeanInterval); at < wishes.Until; at += Draw(wishes.MeanInterval))
        {
            var end = at + Draw(wishes.MeanDuration);
            if (end > wishes.Until)
                end = wishes.Until;
            Add(kinds[entropy.Below((uint)kinds.Length)], at, end);
        }
    }

    private bool IsPossible(FaultKinds kind) => kind switch
    {
        FaultKinds.Partition or FaultKinds.OneWay => _hosts.Count >= 2,
        FaultKinds.Slow or FaultKinds.Lossy => world.Links.Count > 0,
        _ => _hosts.Count >= 1,
    };

    private void Add(FaultKinds kind, TimeSpan at, TimeSpan end)
    {
        switch (kind)
        {
            case FaultKinds.Partition:
                Partition(at, end);
                break;
            case FaultKinds.OneWay:
                var from = Any(_hosts);
                OneWay(from, Any([.. _hosts.Where(host => host != from)]), at, end);
                break;
            case FaultKinds.Crash:
                Crash(Any(_hosts), at, end);
                break;
            case FaultKinds.Slow:
                var extra = TimeSpan.FromMilliseconds(50 + entropy.Below(2000));
                Link($"slow by {extra.TotalMilliseconds} ms", link => link.Set(link.SettingsFrom(0) with { Latency = link.SettingsFrom(0).Latency + extra }), at, end);
                break;
            case FaultKinds.Lossy:
                double loss = (5 + entropy.Below(60)) / 100.0;
                Link($"loses {loss:0%}", link => link.Loss(loss).Duplication(loss / 4).Reordering(loss / 4, TimeSpan.FromMilliseconds(20)), at, end);
                break;
            case FaultKinds.Clock:
                Clock(Any(_hosts), TimeSpan.FromMilliseconds((int)entropy.Below(20_000) - 10_000), at, end);
                break;
        }
    }

    private void Partition(TimeSpan at, TimeSpan end)
    {
        var shuffled = _hosts.OrderBy(_ => entropy.NextUInt32()).ToList();
        int cut = 1 + (int)entropy.Below((uint)shuffled.Count - 1);
        var sides = Sides.Of([.. shuffled.Take(cut).Select(host => host.Name)]) | Sides.Of([.. shuffled.Skip(cut).Select(host => host.Name)]);
        var pairs = world.PairsOf(sides);
        Schedule(at, end, $"partition {sides}", $"healed {sides}", () => world.CutAll(pairs), () => world.MendAll(pairs));
    }

    private void OneWay(SimulatedHost from, SimulatedHost to, TimeSpan at, TimeSpan end) =>
        Schedule(at, end, $"cut {from} > {to}", $"mended {from} > {to}", () => world.Partitions.Cut(from, to), () => world.Partitions.Mend(from, to));

    private void Crash(SimulatedHost host, TimeSpan at, TimeSpan end)
    {
        var others = _down.Where(each => each.From < end && at < each.To).ToList();
        if (others.Count >= wishes.MaximumDown || others.Exists(each => each.Host == host))
            return;
        _down.Add((host, at, end));
        Schedule(at, end, $"crash {host}", $"restart {host}", host.Crash, host.Restart);
    }

    private void Link(string what, Action<Link> change, TimeSpan at, TimeSpan end)
    {
        var link = Any(world.Links);
        var before = (link.SettingsFrom(0), link.SettingsFrom(1));
        Schedule(at, end, $"{link.Name} {what}", $"{link.Name} well again", () => change(link), () => link.Restore(before.Item1, before.Item2));
    }

    private void Clock(SimulatedHost host, TimeSpan ahead, TimeSpan at, TimeSpan end) => Schedule(
        at, end, $"clock of {host} wrong by {ahead.TotalSeconds:0.000} s", $"clock of {host} right", () => host.SkewClock(ahead), () => host.SkewClock(TimeSpan.Zero));

    private void Schedule(TimeSpan at, TimeSpan end, string what, string after, Action begin, Action stop) =>
        world.Schedule.Add(at, $"{what} for {(end - at).TotalSeconds:0.000} s", [(at, what, begin), (end, after, stop)]);

    private T Any<T>(IReadOnlyList<T> choices) => choices[(int)entropy.Below((uint)choices.Count)];

    // Exponential, at least a millisecond, in whole microseconds.
    private TimeSpan Draw(TimeSpan mean)
    {
        double unit = (entropy.NextUInt32() + 1.0) / (uint.MaxValue + 1.0);
        return TimeSpan.FromMicroseconds(Math.Max(1000, Math.Round(-Math.Log(unit) * mean.TotalMicroseconds)));
    }
}
