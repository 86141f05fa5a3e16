using System.Net;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>One route of a host, or one to be added or removed.</summary>
public sealed record RouteState
{
    public RouteState()
    {
    }

    internal RouteState(in RouteEntry entry)
    {
        Interface = entry.Interface.ToString();
        int prefixLength = entry.Mask.IsUnspecified ? ((entry.Flags & RouteFlags.Default) != 0 ? 0 : 32) : entry.Mask.IPv4.PrefixLength;
        Destination = new IPNetwork(entry.Destination.IsUnspecified ? IPAddress.Any : entry.Destination.ToIPAddress(), prefixLength);
        Gateway = entry.Gateway.IsUnspecified ? null : entry.Gateway.ToIPAddress();
        Source = entry.Source.IsUnspecified ? null : entry.Source.ToIPAddress();
        Mtu = entry.Mtu;
        Metric = entry.Metric;
        IsReject = (entry.Flags & RouteFlags.Reject) != 0;
        IsHost = (entry.Flags & RouteFlags.Host) != 0;
        IsLocal = (entry.Flags & RouteFlags.Local) != 0;
        IsDynamic = (entry.Flags & RouteFlags.Dynamic) != 0;
        IsModified = (entry.Flags & RouteFlags.Modified) != 0;
    }

    /// <summary>The interface's name; empty for the one that the gateway or source tells.</summary>
    public string Interface { get; init; } = "";

    /// <summary>0.0.0.0/0 for the default route.</summary>
    public IPNetwork Destination { get; init; }

    /// <summary>Null when the destination is on the link.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The source that packets get, where asked for.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>0 for the interface's. Octets.</summary>
    public int Mtu { get; init; }

    /// <summary>0 for the interface's.</summary>
    public int Metric { get; init; }

    public bool IsDefault => Destination.PrefixLength == 0;

    /// <summary>Packets are refused.</summary>
    public bool IsReject { get; init; }

    public bool IsHost { get; init; }

    /// <summary>To an address of our own.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Made by a protocol.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>Changed by a protocol.</summary>
    public bool IsModified { get; init; }

    public override string ToString() => (IsDefault ? "default" : Destination.ToString()) + (Gateway is null ? "" : $" gateway {Gateway}") + (Interface.Length == 0 ? "" : $" on {Interface}");

    internal RouteEntry ToEntry() => new()
    {
        Interface = Interface,
        Family = NetFamily.Internet,
        Destination = Destination.BaseAddress.ToNetAddress(),
        Mask = new NetAddress(IPv4Address.Mask(Destination.PrefixLength)),
        Gateway = Gateway?.ToNetAddress() ?? default,
        Source = Source?.ToNetAddress() ?? default,
        Flags = (IsDefault ? RouteFlags.Default : 0) | (IsReject ? RouteFlags.Reject : 0) | (IsHost ? RouteFlags.Host : 0)
            | (IsLocal ? RouteFlags.Local : 0) | (Gateway is null ? 0 : RouteFlags.Gateway),
        Mtu = Mtu,
        Metric = Metric,
    };
}
