using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Tests.Stack.Fakes;

/// <summary>The rules of IPv4 addresses, for a domain without a protocol.</summary>
internal sealed class FakeRules : IAddressRules
{
    public int Length => 4;

    public bool HasBroadcast => true;

    public NetAddress Any => new(IPv4Address.Any);

    public NetAddress MulticastNetwork => new(new IPv4Address(224, 0, 0, 0));

    public int MulticastPrefixLength => 4;

    public NetAddress LoopbackAddress => new(IPv4Address.Loopback);

    public bool IsEmpty(in NetAddress address) => address.IPv4.IsAny;

    public bool IsLoopback(in NetAddress address) => address.IPv4.IsLoopback;

    public bool IsMulticast(in NetAddress address) => address.IPv4.IsMulticast;

    public bool IsBroadcast(in NetAddress address) => address.IPv4 == IPv4Address.Broadcast;

    public bool IsUnicast(in NetAddress address) => address.IPv4.IsUnicast;

    public NetAddress Network(in NetAddress address, int prefixLength) => new(address.IPv4 & IPv4Address.Mask(prefixLength));

    public NetAddress BroadcastOf(in NetAddress address, int prefixLength) => new(address.IPv4 | ~IPv4Address.Mask(prefixLength));

    public NetAddress Mask(int prefixLength) => new(IPv4Address.Mask(prefixLength));

    public int PrefixLength(in NetAddress mask) => mask.IPv4.PrefixLength;

    public int DefaultPrefixLength(in NetAddress address) => 24;

    public string Print(in NetAddress address) => address.IPv4.ToString();
}
