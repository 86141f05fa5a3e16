using System.Net.Sockets;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Protocols.IPv4;

/// <content>The socket's multicast groups and their sources (RFC 3678).</content>
internal sealed partial class IPv4Link
{
    private const int GroupLimit = 64;
    private const int SourceLimit = 64;
    private List<Membership>? _memberships;

    /// <summary>Whether the socket wants a packet: groups it has joined, from sources that it admits.</summary>
    private bool Admits(NetBuffer buffer)
    {
        if (!buffer.Destination.IPv4.IsMulticast)
            return true;
        if (_memberships is null)
            return false;
        foreach (var membership in _memberships)
        {
            if (membership.Interface.Index == buffer.InterfaceIndex && membership.Group == buffer.Destination.IPv4)
                return membership.Filter.Admits(HostOf(buffer.Source));
        }

        return false;
    }

    private SocketError ChangeMembership(IPOption option, in MulticastRequest request)
    {
        var group = request.Group;
        if (group.Family != NetFamily.Internet || !group.IPv4.IsMulticast)
            return SocketError.InvalidArgument;
        bool needsSource = option is IPOption.BlockSource or IPOption.UnblockSource or IPOption.AddSourceMembership or IPOption.DropSourceMembership
            or IPOption.BlockGroupSource or IPOption.UnblockGroupSource or IPOption.JoinSourceGroup or IPOption.LeaveSourceGroup;
        if (needsSource && (request.Source.Family != NetFamily.Internet || !request.Source.IPv4.IsUnicast))
            return SocketError.InvalidArgument;
        if (FindInterface(request) is not { } netInterface)
            return SocketError.AddressNotAvailable;
        var source = HostOf(request.Source);
        return option switch
        {
            IPOption.AddMembership or IPOption.JoinGroup => Join(netInterface, group.IPv4),
            IPOption.DropMembership or IPOption.LeaveGroup => Leave(netInterface, group.IPv4),
            IPOption.BlockSource or IPOption.BlockGroupSource => ChangeSource(netInterface, group.IPv4, source, excludes: true, add: true),
            IPOption.UnblockSource or IPOption.UnblockGroupSource => ChangeSource(netInterface, group.IPv4, source, excludes: true, add: false),
            IPOption.AddSourceMembership or IPOption.JoinSourceGroup => ChangeSource(netInterface, group.IPv4, source, excludes: false, add: true),
            _ => ChangeSource(netInterface, group.IPv4, source, excludes: false, add: false),
        };
    }

    private SocketError Join(INetInterface netInterface, IPv4Address group)
    {
        if (Find(netInterface, group) is not null)
            return SocketError.AddressAlreadyInUse;
        return Add(netInterface, group, GroupFilter.Everything);
    }

    private SocketError Leave(INetInterface netInterface, IPv4Address group)
    {
        if (Find(netInterface, group) is not { } membership)
            return SocketError.AddressNotAvailable;
        _memberships!.Remove(membership);
        return _module.Groups.Change(membership, null);
    }

    /// <summary>RFC 3678, 4.1.3: sources are blocked in a plain membership, and added to one that was made by source.</summary>
    private SocketError ChangeSource(INetInterface netInterface, IPv4Address group, in NetAddress source, bool excludes, bool add)
    {
        if (Find(netInterface, group) is not { } membership)
            return add && !excludes ? Add(netInterface, group, new(false, [source])) : SocketError.AddressNotAvailable;
        var filter = membership.Filter;
        if (filter.Excludes != excludes)
            return SocketError.InvalidArgument;
        if (filter.Contains(source) == add)
            return SocketError.AddressNotAvailable;
        if (add && filter.Sources.Count >= SourceLimit)
            return SocketError.NoBufferSpaceAvailable;
        List<NetAddress> sources = [.. filter.Sources];
        if (add)
            sources.Add(source);
        else
            sources.Remove(source);
        sources.Sort(static (a, b) => a.IPv4.CompareTo(b.IPv4));
        if (!excludes && sources.Count == 0)
            return Leave(netInterface, group);
        return _module.Groups.Change(membership, new(excludes, sources));
    }

    private SocketError Add(INetInterface netInterface, IPv4Address group, GroupFilter filter)
    {
        _memberships ??= [];
        if (_memberships.Count >= GroupLimit)
            return SocketError.NoBufferSpaceAvailable;
        var membership = new Membership(netInterface, group);
        var error = _module.Groups.Change(membership, filter);
        if (error == SocketError.Success)
            _memberships.Add(membership);
        return error;
    }

    private void LeaveAll()
    {
        if (_memberships is null)
            return;
        foreach (var membership in _memberships)
            _module.Groups.Change(membership, null);
        _memberships.Clear();
    }

    private Membership? Find(INetInterface netInterface, IPv4Address group) =>
        _memberships?.Find(membership => membership.Interface == netInterface && membership.Group == group);

    /// <summary>The interface by index, by its address, or that of the route to the group.</summary>
    private INetInterface? FindInterface(in MulticastRequest request)
    {
        if (request.InterfaceIndex != 0)
            return _module.Stack.Datalink.GetInterface(request.InterfaceIndex);
        if (!request.Interface.IsUnspecified && !request.Interface.IPv4.IsAny)
            return _module.Stack.Datalink.Match(Domain, request.Interface, out var match) == AddressMatch.Local ? match!.Interface : null;
        NetAddress source = default;
        return _module.FindRoute(request.Group, ref source, Socket.BoundInterface, _traits, SocketOptions.Broadcast, out var route) == SocketError.Success
            ? route!.Interface : null;
    }

    private static NetAddress HostOf(in NetAddress address) => address.IsUnspecified ? default : new(address.IPv4);
}
