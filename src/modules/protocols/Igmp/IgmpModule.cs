using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.Igmp;

/// <summary>
/// IGMP, the host's side (RFC 3376; with routers of RFC 2236 and RFC 1112): tells routers which groups each interface listens to, on change and when asked.
/// </summary>
public sealed class IgmpModule : INetModule, IReceivingProtocol, IGroupReporter
{
    private static readonly IPv4Address AllSystems = new(224, 0, 0, 1);
    private readonly Dictionary<int, InterfaceGroups> _interfaces = [];
    private INetStack _stack = null!;

    public static ModuleManifest Description { get; } = new("network/protocols/igmp/v1")
    {
        ReceivingProtocols = [new(NetFamily.Internet, IPProtocol.Igmp)],
    };

    public ModuleManifest Manifest => Description;

    internal INetStack Stack => _stack;

    internal IgmpCounters Counters { get; private set; } = null!;

    public void Register(INetStack stack)
    {
        _stack = stack;
        Counters = new(stack.Statistics(Description.ShortName));
        stack.RegisterReceivingProtocol(NetFamily.Internet, IPProtocol.Igmp, this);
    }

    public void Unregister() => _interfaces.Clear();

    public void GroupChanged(INetInterface netInterface, in NetAddress group, GroupFilter before, GroupFilter after)
    {
        // RFC 3376, 6: all systems listen to 224.0.0.1 and nobody says so; nor is there a router behind a loopback.
        if (group.IPv4 == AllSystems || (netInterface.Flags & InterfaceFlags.Loopback) != 0)
            return;
        Groups(netInterface).Change(group.IPv4, before, after);
    }

    public void Receive(NetBuffer buffer)
    {
        Counters.Received.Add();
        var reason = Read(buffer);
        if (reason == DropReason.None)
            buffer.Free();
        else
            _stack.Drop(buffer, reason, Counters.Statistics);
    }

    /// <summary>Nobody sends us errors about reports, and none would change them.</summary>
    public void ErrorReceived(in NetworkError error, NetBuffer quoted) => _stack.Drop(quoted, DropReason.IcmpQuoteUnknown, Counters.Statistics);

    private DropReason Read(NetBuffer buffer)
    {
        if ((buffer.Flags & BufferFlags.Looped) != 0)
            return DropReason.None; // our own report to a group that we are in
        int size = Math.Min(buffer.Size, BufferPool.ChunkSize);
        if (!buffer.TryPeek(size, out var message) || !IgmpMessage.TryParse(message, out var first))
            return DropReason.HeaderTooShort;
        if (!InternetChecksum.IsValid(message))
            return DropReason.BadChecksum;
        if (_stack.Datalink.GetInterface(buffer.InterfaceIndex) is not { } netInterface)
            return DropReason.NoInterface;
        switch (first.Type)
        {
            case IgmpType.Query:
                return Query(netInterface, message, buffer.Destination.IPv4);
            case IgmpType.ReportV1 or IgmpType.ReportV2:
                Counters.ReportsReceived.Add();
                if (_interfaces.TryGetValue(netInterface.Index, out var groups))
                    groups.ReportedByOther(first.Group);
                return DropReason.None;
            default:
                // Version 3 reports and leaves are for routers.
                return DropReason.None;
        }
    }

    private DropReason Query(INetInterface netInterface, ReadOnlySpan<byte> message, IPv4Address destination)
    {
        if (!IgmpQuery.TryParse(message, out var query) || (!query.Group.IsAny && !query.Group.IsMulticast))
            return DropReason.IgmpMalformed;
        // RFC 3376, 9.1: a query that did not go to everybody concerned was forged to make one host talk.
        if (destination != (query.Group.IsAny ? AllSystems : query.Group) && destination != AllSystems)
            return DropReason.IcmpNotAllowed;
        Counters.QueriesReceived.Add();
        Groups(netInterface).Asked(query);
        return DropReason.None;
    }

    private InterfaceGroups Groups(INetInterface netInterface)
    {
        if (_interfaces.TryGetValue(netInterface.Index, out var groups) && groups.Interface == netInterface)
            return groups;
        return _interfaces[netInterface.Index] = new(this, netInterface);
    }
}
