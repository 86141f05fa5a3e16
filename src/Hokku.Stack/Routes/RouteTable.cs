using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>The routes of a domain, for addresses of <paramref name="addressLength"/> octets.</summary>
internal sealed class RouteTable(int addressLength) : IRouteTable
{
    /// <summary>Protocols may add routes too (redirects), so there is a limit.</summary>
    public const int Limit = 1 << 20;

    private readonly RouteTrie _trie = new();
    private long _added;

    public long Generation { get; private set; } = 1;

    public int Count { get; private set; }

    /// <summary>How many RouteInfos are registered.</summary>
    public int RegisteredCount { get; private set; }

    public NetRoute? Find(in NetAddress destination, int interfaceIndex = 0)
    {
        if (destination.Length != addressLength)
            return null;
        if (interfaceIndex != 0)
            return _trie.LongestUsable(destination, interfaceIndex)?.Find(interfaceIndex);
        if (!_trie.TryLongest(destination, out var best))
            return null;
        return best ?? _trie.LongestUsable(destination, 0)?.Best;
    }

    public SocketError Add(NetRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (route.Destination.Length != addressLength || (uint)route.PrefixLength > (uint)addressLength * 8)
            return SocketError.InvalidArgument;
        if (Count >= Limit)
            return SocketError.NoBufferSpaceAvailable;
        var prefix = _trie.Get(route.Destination, route.PrefixLength);
        if (prefix?.FindEqual(route) is not null)
            return SocketError.AddressAlreadyInUse;
        prefix ??= new RoutePrefix(route.Destination, route.PrefixLength);
        route.IsValid = true;
        prefix.Add(route, ++_added);
        _trie.Put(prefix);
        Count++;
        Generation++;
        return SocketError.Success;
    }

    public SocketError Remove(NetRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        var prefix = _trie.Get(route.Destination, route.PrefixLength);
        if (prefix?.FindEqual(route) is not { } found)
            return SocketError.NetworkUnreachable;
        Remove(prefix, found);
        return SocketError.Success;
    }

    /// <summary>The routes to exactly this network.</summary>
    public IEnumerable<NetRoute> To(NetAddress network, int prefixLength)
    {
        var prefix = _trie.Get(network, prefixLength);
        for (int i = 0; i < (prefix?.Count ?? 0); i++)
            yield return prefix![i];
    }

    public IReadOnlyList<NetRoute> List()
    {
        var prefixes = _trie.Collect();
        prefixes.Sort(static (a, b) => a.Length != b.Length ? b.Length.CompareTo(a.Length) : AddressBits.Compare(a.Network, b.Network));
        var routes = new List<NetRoute>(Count);
        foreach (var prefix in prefixes)
        {
            for (int i = 0; i < prefix.Count; i++)
                routes.Add(prefix[i]);
        }

        return routes;
    }

    /// <summary>An interface went up or down, or has another metric or MTU: routes are chosen anew.</summary>
    public void InterfaceChanged(INetInterface netInterface)
    {
        foreach (var prefix in _trie.Collect())
        {
            if (!prefix.Uses(netInterface))
                continue;
            prefix.Sort();
            _trie.Put(prefix);
        }

        Generation++;
    }

    /// <summary>The interface goes: its routes go with it.</summary>
    public IReadOnlyList<NetRoute> RemoveAll(INetInterface netInterface)
    {
        var removed = new List<NetRoute>();
        foreach (var prefix in _trie.Collect())
        {
            for (int i = prefix.Count - 1; i >= 0; i--)
            {
                var route = prefix[i];
                if (route.Interface != netInterface)
                    continue;
                Remove(prefix, route);
                removed.Add(route);
            }
        }

        return removed;
    }

    public void Register(RouteInfo info, in NetAddress target, int interfaceIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (!info.IsRegistered)
            RegisteredCount++;
        info.Attach(this, target, interfaceIndex);
    }

    public void Unregister(RouteInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (!info.IsRegistered)
            return;
        RegisteredCount--;
        info.Detach();
    }

    private void Remove(RoutePrefix prefix, NetRoute route)
    {
        prefix.Remove(route);
        if (prefix.IsEmpty)
            _trie.Remove(prefix);
        else
            _trie.Put(prefix);
        route.IsValid = false;
        Count--;
        Generation++;
    }
}
