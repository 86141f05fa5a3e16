using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Buffers;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;
using Hokku.Wire.Igmp;
using Hokku.Wire.IPv4;

namespace Hokku.Protocols.Igmp;

/// <summary>
/// Sends reports by one interface: with the Router Alert option, one hop far, and Internetwork Control precedence (RFC 3376, 4), so it writes the IPv4
/// header itself. Records gather until they are sent or no more fit.
/// </summary>
internal sealed class ReportWriter(IgmpModule owner, INetInterface netInterface)
{
    private const int HeaderLength = IPv4Header.LeastLength + 4;
    private const byte InternetworkControl = 0xC0;
    private static readonly IPv4Address AllRouters = new(224, 0, 0, 2);
    private static readonly IPv4Address ReportRouters = new(224, 0, 0, 22);

    private readonly NetRoute _route = new(netInterface, new NetAddress(IPv4Address.Any), 0, RouteFlags.None);
    private readonly byte[] _message = new byte[1400];
    private int _length;

    /// <summary>Adds a record. Lists too long for one message go in several, except what an exclusion cannot split: that is cut (RFC 3376, 4.2.16).</summary>
    public void Add(IgmpRecordType type, IPv4Address group, IReadOnlyList<NetAddress> sources)
    {
        var addresses = new List<IPv4Address>(sources.Count);
        foreach (var source in sources)
            addresses.Add(source.IPv4);
        var rest = CollectionsMarshal.AsSpan(addresses);
        const int Most = 300;
        do
        {
            var part = rest[..Math.Min(rest.Length, Most)];
            AddRecord(type, group, part);
            rest = type is IgmpRecordType.ModeIsExclude or IgmpRecordType.ChangeToExclude ? default : rest[part.Length..];
        }
        while (!rest.IsEmpty);
    }

    /// <summary>Sends the records gathered, if any.</summary>
    public void Flush()
    {
        if (_length == 0)
            return;
        IgmpMessage.WriteChecksum(_message.AsSpan(0, _length));
        owner.Counters.ReportsSent.Add();
        Send(ReportRouters, _message.AsSpan(0, _length));
        _length = 0;
    }

    /// <summary>A message of version 1 or 2: a report goes to the group itself, a leave to all routers.</summary>
    public void SendOld(IgmpType type, IPv4Address group)
    {
        Span<byte> message = stackalloc byte[IgmpMessage.MessageLength];
        new IgmpMessage(type, 0, group).Write(message);
        IgmpMessage.WriteChecksum(message);
        (type == IgmpType.Leave ? owner.Counters.LeavesSent : owner.Counters.ReportsSent).Add();
        Send(type == IgmpType.Leave ? AllRouters : group, message);
    }

    private void AddRecord(IgmpRecordType type, IPv4Address group, ReadOnlySpan<IPv4Address> sources)
    {
        if (_length == 0)
            _length = IgmpReport.Begin(_message);
        int length = IgmpReport.Add(_message, _length, type, group, sources);
        if (length == 0)
        {
            Flush();
            length = IgmpReport.Add(_message, IgmpReport.Begin(_message), type, group, sources);
        }

        _length = length;
    }

    private void Send(IPv4Address destination, ReadOnlySpan<byte> message)
    {
        var source = netInterface.Addresses.Count > 0 ? netInterface.Addresses[0].Local.IPv4 : IPv4Address.Any;
        Span<byte> header = stackalloc byte[HeaderLength];
        ReadOnlySpan<byte> routerAlert = [IPv4OptionKind.RouterAlert, 4, 0, 0];
        routerAlert.CopyTo(header[IPv4Header.LeastLength..]);
        new IPv4Header
        {
            HeaderLength = HeaderLength,
            TotalLength = HeaderLength + message.Length,
            TypeOfService = InternetworkControl,
            TimeToLive = 1,
            Protocol = IPProtocol.Igmp,
            Source = source,
            Destination = destination,
        }.Write(header);
        if (owner.Stack.Buffers.Create() is not { } buffer)
            return;
        if (!buffer.TryAppend(header) || !buffer.TryAppend(message) || owner.Stack.GetDomain(NetFamily.Internet) is not { } domain)
        {
            buffer.Free();
            return;
        }

        buffer.Flags |= BufferFlags.HeaderIncluded;
        buffer.Source = new(source);
        buffer.Destination = new(destination);
        domain.Protocol.SendRouted(_route, buffer);
    }
}
