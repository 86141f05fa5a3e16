namespace Hokku.Abstractions;

/// <summary>The counters of one module, listed by netstat -s under the module's short name.</summary>
public sealed class ProtocolStatistics(string name)
{
    private readonly List<Counter> _counters = [];

    /// <summary>The short name, such as "tcp".</summary>
    public string Name { get; } = name;

    public IReadOnlyList<Counter> Counters => _counters;

    public DropCounters Drops { get; } = new();

    /// <summary>Adds a counter; a module does this when it is made and keeps the result. One of that name goes on where it was before an unload.</summary>
    public Counter Add(string name)
    {
        if (_counters.Find(known => known.Name == name) is { } counter)
            return counter;
        counter = new Counter(name);
        _counters.Add(counter);
        return counter;
    }
}
