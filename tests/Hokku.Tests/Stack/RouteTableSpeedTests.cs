using System.Diagnostics;
using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Stack;
using Hokku.Tests.Stack.Fakes;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Xunit;

namespace Hokku.Tests.Stack;

/// <summary>Prints what lookups and changes cost at 100,000 routes. Fails on growth by orders of magnitude only: the machine is not ours alone.</summary>
[Collection(Figures.FiguresCollection.Name)]
public sealed class RouteTableSpeedTests(ITestOutputHelper output)
{
    private const int Count = 100_000;

    [Fact]
    public void Looking_up_and_adding_stay_fast_at_a_hundred_thousand_routes()
    {
        var random = new Random(1);
        var table = new RouteTable(4);
        var netInterface = new PlainInterface(1);
        while (table.Count < Count)
        {
            int length = random.Next(100) < 60 ? 24 : random.Next(12, 33);
            var network = new NetAddress(new IPv4Address((uint)random.NextInt64(1L << 32)) & IPv4Address.Mask(length));
            table.Add(new NetRoute(netInterface, network, length, RouteFlags.None));
        }

        var destinations = new NetAddress[1 << 16];
        var routes = table.List();
        for (int i = 0; i < destinations.Length; i++)
        {
            uint host = (uint)random.NextInt64(1L << 32);
            var route = routes[random.Next(routes.Count)];
            destinations[i] = new NetAddress(new IPv4Address(route.Destination.IPv4.Value | (host & ~IPv4Address.Mask(route.PrefixLength).Value)));
        }

        int found = 0;
        double lookup = Best(5, () =>
        {
            foreach (ref readonly var destination in destinations.AsSpan())
                found += table.Find(destination) is null ? 0 : 1;
        }) / destinations.Length;
        Assert.Equal(5 * destinations.Length, found);

        var infos = new RouteInfo[Count];
        for (int i = 0; i < infos.Length; i++)
            table.Register(infos[i] = new RouteInfo(), destinations[i % destinations.Length]);
        var added = new NetRoute(netInterface, new NetAddress(new IPv4Address(1, 2, 3, 4)), 32, RouteFlags.Host, metric: 77);
        double change = Best(20, () =>
        {
            Assert.Equal(SocketError.Success, table.Add(added));
            Assert.Equal(SocketError.Success, table.Remove(added));
        });

        output.WriteLine($"route lookup at {Count} routes: {lookup:F1} ns (aim: 100)");
        output.WriteLine($"adding and removing a route with {Count} RouteInfos: {change / 1000:F2} us (aim: 1000)");
        Assert.True(lookup < 2000, $"{lookup} ns");
        Assert.True(change < 1_000_000, $"{change} ns");
    }

    [Fact]
    public void A_lookup_allocates_nothing()
    {
        var table = new RouteTable(4);
        table.Add(new NetRoute(new PlainInterface(1), new NetAddress(IPv4Address.Any), 0, RouteFlags.Default));
        var destination = new NetAddress(new IPv4Address(10, 0, 0, 1));
        table.Find(destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            table.Find(destination, i & 1);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static double Best(int rounds, Action round)
    {
        double best = double.MaxValue;
        for (int i = 0; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            round();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        return best;
    }
}
