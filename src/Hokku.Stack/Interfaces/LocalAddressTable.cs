using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Stack;

/// <summary>
/// Which addresses are ours, and which are broadcast addresses of our networks. Packets ask it; only the configuration fills it, so that nobody
/// on the wire can choose what collides.
/// </summary>
internal sealed class LocalAddressTable
{
    private readonly Dictionary<NetAddress, List<InterfaceAddress>> _locals = new(HostComparer.Instance);
    private readonly Dictionary<NetAddress, List<InterfaceAddress>> _broadcasts = new(HostComparer.Instance);

    /// <summary>Whose address it is, up or down, or null.</summary>
    public InterfaceAddress? Owner(in NetAddress address) => _locals.TryGetValue(address, out var owners) ? owners[0] : null;

    public void Add(InterfaceAddress address)
    {
        Add(_locals, address.Local, address);
        if (!address.Broadcast.IsUnspecified)
            Add(_broadcasts, address.Broadcast, address);
    }

    public void Remove(InterfaceAddress address)
    {
        Remove(_locals, address.Local, address);
        if (!address.Broadcast.IsUnspecified)
            Remove(_broadcasts, address.Broadcast, address);
    }

    /// <summary>Finds an address of an interface that is up.</summary>
    public AddressMatch Match(in NetAddress address, out InterfaceAddress? match) => Match(address, null, out match);

    /// <summary>Finds an address of any interface of the device, those that are up first.</summary>
    public AddressMatch Match(in NetAddress address, NetDevice? device, out InterfaceAddress? match)
    {
        match = _locals.Count == 0 ? null : Best(_locals, address, device);
        if (match is not null)
            return AddressMatch.Local;
        match = _broadcasts.Count == 0 ? null : Best(_broadcasts, address, device);
        return match is null ? AddressMatch.None : AddressMatch.Broadcast;
    }

    // Without a device only what is up counts; with one, what is down is better than nothing: the packet is counted there.
    private static InterfaceAddress? Best(Dictionary<NetAddress, List<InterfaceAddress>> table, in NetAddress address, NetDevice? device)
    {
        if (!table.TryGetValue(address, out var candidates))
            return null;
        InterfaceAddress? best = null;
        foreach (var candidate in candidates)
        {
            if (device is not null && candidate.Interface.Device != device)
                continue;
            if (candidate.Interface.IsUp)
                return candidate;
            best ??= candidate;
        }

        return device is null ? null : best;
    }

    private static void Add(Dictionary<NetAddress, List<InterfaceAddress>> table, in NetAddress key, InterfaceAddress address)
    {
        if (!table.TryGetValue(key, out var list))
            table[key.WithPort(default)] = list = [];
        list.Add(address);
    }

    private static void Remove(Dictionary<NetAddress, List<InterfaceAddress>> table, in NetAddress key, InterfaceAddress address)
    {
        if (!table.TryGetValue(key, out var list))
            return;
        list.RemoveAll(a => ReferenceEquals(a, address));
        if (list.Count == 0)
            table.Remove(key);
    }

    /// <summary>Compares hosts, whatever the ports.</summary>
    private sealed class HostComparer : IEqualityComparer<NetAddress>
    {
        public static readonly HostComparer Instance = new();

        public bool Equals(NetAddress x, NetAddress y) => x.SameHost(y);

        public int GetHashCode(NetAddress obj)
        {
            if (obj.Family == NetFamily.Internet)
                return (int)obj.IPv4.Value;
            var hash = new HashCode();
            hash.AddBytes(obj.Octets);
            return hash.ToHashCode();
        }
    }
}
