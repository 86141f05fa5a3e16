using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.IPv4;

/// <summary>What IPv4 addresses mean (RFC 1122, 3.2.1.3; RFC 1112; RFC 4632).</summary>
internal sealed class IPv4AddressRules : IAddressRules
{
    public int Length => IPv4Address.Length;

    public bool HasBroadcast => true;

    public NetAddress Any => new(IPv4Address.Any);

    public NetAddress MulticastNetwork => new(new IPv4Address(224, 0, 0, 0));

    public int MulticastPrefixLength => 4;

    public NetAddress LoopbackAddress => new(IPv4Address.Loopback);

    public bool IsEmpty(in NetAddress address) => address.IsUnspecified || address.IPv4.IsAny;

    public bool IsLoopback(in NetAddress address) => address.IPv4.IsLoopback;

    public bool IsMulticast(in NetAddress address) => address.IPv4.IsMulticast;

    public bool IsBroadcast(in NetAddress address) => address.IPv4 == IPv4Address.Broadcast;

    public bool IsUnicast(in NetAddress address) => address.IPv4.IsUnicast;

    public NetAddress Network(in NetAddress address, int prefixLength) => new(address.IPv4 & IPv4Address.Mask(prefixLength));

    /// <summary>Networks of one or two addresses have no broadcast address (RFC 3021).</summary>
    public NetAddress BroadcastOf(in NetAddress address, int prefixLength) =>
        prefixLength >= 31 ? default : new(address.IPv4 | ~IPv4Address.Mask(prefixLength));

    public NetAddress Mask(int prefixLength) => new(IPv4Address.Mask(prefixLength));

    public int PrefixLength(in NetAddress mask) => mask.IPv4.PrefixLength;

    /// <summary>By class, as before RFC 1519: what ifconfig without a mask has always meant.</summary>
    public int DefaultPrefixLength(in NetAddress address) => (address.IPv4.Value >> 28) switch
    {
        < 8 => 8,
        < 12 => 16,
        < 14 => 24,
        _ => 32,
    };

    public string Print(in NetAddress address) => address.IPv4.ToString();
}
