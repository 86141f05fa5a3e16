using System.Net;
using System.Net.NetworkInformation;
using Hokku.Wire.Addresses;
using Hokku.Wire.Control;

namespace Hokku.Network;

/// <summary>One interface as it is at the moment of asking.</summary>
public sealed class InterfaceState
{
    internal InterfaceState(in InterfaceEntry entry, IReadOnlyList<AddressState> addresses)
    {
        Name = entry.Name.ToString();
        Device = entry.Device.ToString();
        Index = entry.Index;
        DeviceIndex = entry.DeviceIndex;
        Type = entry.Type switch
        {
            DeviceType.Ethernet => "Ethernet",
            DeviceType.Loopback => "Local Loopback",
            DeviceType.Tunnel => "Tunnel",
            _ => "unknown",
        };
        Flags = (Flag)entry.Flags;
        Mtu = entry.Mtu;
        DeviceMtu = entry.DeviceMtu;
        Metric = entry.Metric;
        Media = entry.Media;
        Offloads = entry.Offloads;
        Family = entry.Family == NetFamily.Internet ? "inet" : entry.Family.ToString().ToLowerInvariant();
        LinkAddress = new PhysicalAddress(entry.LinkAddress.Octets.ToArray());
        Addresses = addresses;
        Counters = new TrafficCounters(entry.Counters);
    }

    /// <summary>What an interface is (IFF_*).</summary>
    [Flags]
    public enum Flag
    {
        None = 0,
        Up = InterfaceFlags.Up,
        Broadcast = InterfaceFlags.Broadcast,
        Loopback = InterfaceFlags.Loopback,
        PointToPoint = InterfaceFlags.PointToPoint,
        NoArp = InterfaceFlags.NoArp,
        AutoUp = InterfaceFlags.AutoUp,
        Promiscuous = InterfaceFlags.Promiscuous,
        AllMulticast = InterfaceFlags.AllMulticast,
        Simplex = InterfaceFlags.Simplex,
        Link = InterfaceFlags.Link,
        AutoConfigured = InterfaceFlags.AutoConfigured,
        Configuring = InterfaceFlags.Configuring,
        Multicast = InterfaceFlags.Multicast,
    }

    public string Name { get; }

    public string Device { get; }

    public int Index { get; }

    /// <summary>The device's number, as captures tell it.</summary>
    public int DeviceIndex { get; }

    /// <summary>Ethernet, Local Loopback, Tunnel or unknown.</summary>
    public string Type { get; }

    /// <summary>inet.</summary>
    public string Family { get; }

    public Flag Flags { get; }

    public bool IsUp => (Flags & Flag.Up) != 0;

    /// <summary>Octets.</summary>
    public int Mtu { get; }

    /// <summary>The most that <see cref="Mtu"/> may be.</summary>
    public int DeviceMtu { get; }

    public int Metric { get; }

    public int Media { get; }

    /// <summary>What the device does in hardware, as bits.</summary>
    public int Offloads { get; }

    /// <summary>Empty when the device has none.</summary>
    public PhysicalAddress LinkAddress { get; }

    public IReadOnlyList<AddressState> Addresses { get; }

    public TrafficCounters Counters { get; }
}

/// <summary>One address of an interface.</summary>
public sealed class AddressState
{
    internal AddressState(in InterfaceAliasRequest request)
    {
        Address = request.Address.ToIPAddress();
        PrefixLength = request.Mask.IPv4.PrefixLength;
        Broadcast = request.Broadcast.IsUnspecified ? null : request.Broadcast.ToIPAddress();
    }

    public IPAddress Address { get; }

    public int PrefixLength { get; }

    /// <summary>The broadcast address, or the peer of a point-to-point interface.</summary>
    public IPAddress? Broadcast { get; }

    public IPAddress Mask => new NetAddress(IPv4Address.Mask(PrefixLength)).ToIPAddress();
}

/// <summary>What an interface has carried and dropped.</summary>
public sealed class TrafficCounters
{
    internal TrafficCounters(in InterfaceCounters counters)
    {
        ReceivedPackets = counters.ReceivedPackets;
        ReceivedOctets = counters.ReceivedOctets;
        ReceivedMulticasts = counters.ReceivedMulticasts;
        ReceiveErrors = counters.ReceiveErrors;
        ReceiveDropped = counters.ReceiveDropped;
        SentPackets = counters.SentPackets;
        SentOctets = counters.SentOctets;
        SentMulticasts = counters.SentMulticasts;
        SendErrors = counters.SendErrors;
        SendDropped = counters.SendDropped;
        Collisions = counters.Collisions;
    }

    public long ReceivedPackets { get; }

    public long ReceivedOctets { get; }

    public long ReceivedMulticasts { get; }

    public long ReceiveErrors { get; }

    public long ReceiveDropped { get; }

    public long SentPackets { get; }

    public long SentOctets { get; }

    public long SentMulticasts { get; }

    public long SendErrors { get; }

    public long SendDropped { get; }

    public long Collisions { get; }
}
