using BenchmarkDotNet.Attributes;
using Hokku.Abstractions;
using Hokku.Stack;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Benchmarks.Stack;

/// <summary>Lookups in a table of 100,000 routes (aim: 100 ns), and a change of it while 100,000 RouteInfos are registered (aim: 1 ms).</summary>
[MemoryDiagnoser]
public class RouteTableBenchmarks
{
    private const int Routes = 100_000;

    private readonly RouteTable _table = new(IPv4Address.Length);
    private readonly BenchmarkInterface _interface = new();
    private NetAddress[] _destinations = [];
    private NetRoute? _changed;
    private int _next;

    /// <summary>How many destinations are asked for in turn: a host's peers, or more than the caches hold.</summary>
    [Params(1024, 65536)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        while (_table.Count < Routes)
        {
            int length = random.Next(100) < 60 ? 24 : random.Next(12, 33);
            var network = new NetAddress(new IPv4Address((uint)random.NextInt64(1L << 32)) & IPv4Address.Mask(length));
            _table.Add(new NetRoute(_interface, network, length, RouteFlags.None));
        }

        var routes = _table.List();
        _destinations = new NetAddress[Destinations];
        for (int i = 0; i < _destinations.Length; i++)
        {
            var route = routes[random.Next(routes.Count)];
            uint host = (uint)random.NextInt64(1L << 32) & ~IPv4Address.Mask(route.PrefixLength).Value;
            _destinations[i] = new NetAddress(new IPv4Address(route.Destination.IPv4.Value | host));
        }

        for (int i = 0; i < Routes; i++)
            _table.Register(new RouteInfo(), _destinations[i % _destinations.Length]);
        _changed = new NetRoute(_interface, new NetAddress(new IPv4Address(1, 2, 3, 4)), 32, RouteFlags.Host, metric: 77);
    }

    [Benchmark]
    public object? Lookup() => _table.Find(_destinations[_next++ & (Destinations - 1)]);

    [Benchmark]
    public void AddAndRemove()
    {
        _table.Add(_changed!);
        _table.Remove(_changed!);
    }
}
