using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Link;

/// <summary>What link addresses mean: 48-bit ones have a group bit (IEEE 802), others are opaque.</summary>
internal sealed class LinkAddressRules : IAddressRules
{
    public int Length => EthernetAddress.Length;

    public bool HasBroadcast => true;

    public NetAddress Any => new LinkAddress([]);

    public NetAddress LoopbackAddress => new LinkAddress([]);

    public bool IsEmpty(in NetAddress address) => address.Length == 0;

    public bool IsLoopback(in NetAddress address) => false;

    public bool IsMulticast(in NetAddress address) => new LinkAddress(address).Ethernet is { IsMulticast: true, IsBroadcast: false };

    public bool IsBroadcast(in NetAddress address) => new LinkAddress(address).Ethernet.IsBroadcast;

    public bool IsUnicast(in NetAddress address) => new LinkAddress(address).Ethernet.IsUnicast;

    /// <summary>There are no networks of link addresses.</summary>
    public NetAddress Network(in NetAddress address, int prefixLength) => address;

    public NetAddress BroadcastOf(in NetAddress address, int prefixLength) => new LinkAddress(EthernetAddress.Broadcast);

    public NetAddress Mask(int prefixLength) => default;

    public int PrefixLength(in NetAddress mask) => -1;

    public int DefaultPrefixLength(in NetAddress address) => 8 * address.Length;

    public string Print(in NetAddress address) => new LinkAddress(address).ToString();
}
