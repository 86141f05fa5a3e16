using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>A table of routes that looks at every one of them: what the real one is held to.</summary>
internal sealed class NaiveRoutes
{
    private readonly List<NetRoute> _routes = [];

    public int Count => _routes.Count;

    public NetRoute this[int index] => _routes[index];

    public bool Add(NetRoute route)
    {
        if (_routes.Exists(r => r.PrefixLength == route.PrefixLength && r.Destination.SameHost(route.Destination)
            && r.Interface == route.Interface && r.Metric == route.Metric && r.Gateway.SameHost(route.Gateway)))
            return false;
        _routes.Add(route);
        return true;
    }

    public void Remove(NetRoute route) => _routes.Remove(route);

    public NetRoute? Find(in NetAddress destination, int interfaceIndex)
    {
        NetRoute? best = null;
        foreach (var route in _routes)
        {
            if (route.Interface.IsUp && (interfaceIndex == 0 || route.Interface.Index == interfaceIndex)
                && Covers(route, destination) && (best is null || IsBetter(route, best)))
                best = route;
        }

        return best;
    }

    // The list is in the order of age, so the older of two equals is found first and stays.
    private static bool IsBetter(NetRoute route, NetRoute best) => route.PrefixLength != best.PrefixLength
        ? route.PrefixLength > best.PrefixLength
        : Metric(route) < Metric(best);

    private static int Metric(NetRoute route) => route.Metric != 0 ? route.Metric : route.Interface.Metric;

    private static bool Covers(NetRoute route, in NetAddress destination)
    {
        for (int bit = 0; bit < route.PrefixLength; bit++)
        {
            if (Bit(route.Destination, bit) != Bit(destination, bit))
                return false;
        }

        return true;
    }

    private static int Bit(in NetAddress address, int bit) => (address.Octets[bit / 8] >> (7 - (bit % 8))) & 1;
}
