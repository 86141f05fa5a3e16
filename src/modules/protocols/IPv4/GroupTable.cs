using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Wire.Addresses;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.IPv4;

/// <summary>
/// The multicast groups that interfaces listen to, each with the filters of the sockets that joined (RFC 3376, 3.2). Tells the interface's chain of the
/// first join and the last leave, and IGMP of every change.
/// </summary>
internal sealed class GroupTable(INetStack stack)
{
    private readonly Dictionary<(int Interface, IPv4Address Group), Group> _groups = [];

    public int Count => _groups.Count;

    private IGroupReporter? Reporter => stack.GetReceivingProtocol(NetFamily.Internet, IPProtocol.Igmp) as IGroupReporter;

    public bool IsMember(int interfaceIndex, IPv4Address group) => _groups.Count != 0 && _groups.ContainsKey((interfaceIndex, group));

    /// <summary>One membership has a new filter, or (with null) goes. The interface's filter follows.</summary>
    public SocketError Change(Membership membership, GroupFilter? filter)
    {
        var key = (membership.Interface.Index, membership.Group);
        var address = new NetAddress(membership.Group);
        if (!_groups.TryGetValue(key, out var group))
        {
            var error = membership.Interface.Chain.JoinMulticast(address);
            if (error != SocketError.Success)
                return error;
            _groups[key] = group = new();
        }

        var before = group.Filter;
        if (filter is null)
        {
            group.Members.Remove(membership);
        }
        else
        {
            if (!group.Members.Contains(membership))
                group.Members.Add(membership);
            membership.Filter = filter;
        }

        group.Filter = Merge(group.Members);
        bool isGone = stack.Datalink.GetInterface(membership.Interface.Index) != membership.Interface;
        if (group.Members.Count == 0)
        {
            _groups.Remove(key);
            if (!isGone)
                membership.Interface.Chain.LeaveMulticast(address);
        }

        if (!isGone && before != group.Filter)
            Reporter?.GroupChanged(membership.Interface, address, before, group.Filter);
        return SocketError.Success;
    }

    /// <summary>The routers of the link that the interface is on now are told of its groups as if they had just been joined.</summary>
    public void InterfaceUp(INetInterface netInterface)
    {
        foreach (var ((index, address), group) in _groups)
        {
            if (index == netInterface.Index)
                Reporter?.GroupChanged(netInterface, new NetAddress(address), GroupFilter.Nothing, group.Filter);
        }
    }

    /// <summary>
    /// What the interface must let through so that every socket gets what it wants: when one excludes, all but what every excluding
    /// socket excludes and no including one includes; else what any includes.
    /// </summary>
    private static GroupFilter Merge(List<Membership> members)
    {
        var excluding = members.FindAll(static member => member.Filter.Excludes);
        var including = members.FindAll(static member => !member.Filter.Excludes).SelectMany(static member => member.Filter.Sources).Distinct().ToList();
        if (excluding.Count == 0)
            return including.Count == 0 ? GroupFilter.Nothing : new(false, Sorted(including));
        var excluded = excluding[0].Filter.Sources.Where(source => excluding.TrueForAll(member => member.Filter.Contains(source)) && !including.Contains(source));
        return new(true, Sorted(excluded));
    }

    private static List<NetAddress> Sorted(IEnumerable<NetAddress> sources) => [.. sources.OrderBy(static source => source.IPv4)];

    private sealed class Group
    {
        public List<Membership> Members { get; } = [];

        public GroupFilter Filter { get; set; } = GroupFilter.Nothing;
    }
}

/// <summary>That one socket listens to a group at an interface, and to whom there.</summary>
internal sealed class Membership(INetInterface netInterface, IPv4Address group)
{
    public INetInterface Interface { get; } = netInterface;

    public IPv4Address Group { get; } = group;

    public GroupFilter Filter { get; set; } = GroupFilter.Nothing;
}
