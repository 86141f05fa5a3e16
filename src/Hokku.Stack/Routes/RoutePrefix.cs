using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>All routes to one network, the best first: the lowest metric, then the oldest.</summary>
internal sealed class RoutePrefix(in NetAddress network, int length) : RouteNode
{
    private readonly NetAddress _network = network;

    private Entry[] _entries = [];

    public ref readonly NetAddress Network => ref _network;

    /// <summary>The network's first 64 bits.</summary>
    public ulong Word { get; } = AddressBits.Word(network, 0);

    /// <summary>Bits of the network.</summary>
    public int Length { get; } = length;

    /// <summary>The best route whose interface is up, or null.</summary>
    public NetRoute? Best { get; private set; }

    public int Count => _entries.Length;

    public bool IsEmpty => _entries.Length == 0;

    public NetRoute this[int index] => _entries[index].Route;

    public bool Covers(in NetAddress destination) => Length > 64
        ? AddressBits.Share(destination, _network, Length)
        : Length == 0 || ((AddressBits.Word(destination, 0) ^ Word) >> (64 - Length)) == 0;

    /// <summary>The best route whose interface is up and, where an index is given, is that one.</summary>
    public NetRoute? Find(int interfaceIndex)
    {
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            var candidate = entry.Route.Interface;
            if (candidate.IsUp && (interfaceIndex == 0 || candidate.Index == interfaceIndex))
                return entry.Route;
        }

        return null;
    }

    /// <summary>The route that equals this one in all that tells routes apart, or null.</summary>
    public NetRoute? FindEqual(NetRoute route)
    {
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            var other = entry.Route;
            if (ReferenceEquals(other, route)
                || (other.Interface == route.Interface && other.Metric == route.Metric && other.Gateway.SameHost(route.Gateway)))
                return other;
        }

        return null;
    }

    public void Add(NetRoute route, long age)
    {
        Array.Resize(ref _entries, _entries.Length + 1);
        _entries[^1] = new(route, age);
        Sort();
    }

    public void Remove(NetRoute route)
    {
        _entries = Array.FindAll(_entries, entry => !ReferenceEquals(entry.Route, route));
        Best = Find(0);
    }

    /// <summary>An interface went up or down, or has another metric.</summary>
    public void Sort()
    {
        if (_entries.Length > 1)
            Array.Sort(_entries);
        Best = Find(0);
    }

    public bool Uses(INetInterface netInterface) => Array.Exists(_entries, entry => entry.Route.Interface == netInterface);

    private readonly record struct Entry(NetRoute Route, long Age) : IComparable<Entry>
    {
        private int Metric => Route.Metric != 0 ? Route.Metric : Route.Interface.Metric;

        public int CompareTo(Entry other) => Metric != other.Metric ? Metric.CompareTo(other.Metric) : Age.CompareTo(other.Age);
    }
}
