using Hokku.Abstractions;
using Hokku.Wire.Addresses;

namespace Hokku.Tests.Stack;

/// <summary>Addresses of one octet.</summary>
internal sealed class PlainRules : IAddressRules
{
    public int Length => 1;

    public bool HasBroadcast => false;

    public NetAddress Any => Address(0);

    public NetAddress LoopbackAddress => Address(1);

    public static NetAddress Address(byte octet) => new(PlainModule.Family, [octet]);

    public bool IsEmpty(in NetAddress address) => address.Octets[0] == 0;

    public bool IsLoopback(in NetAddress address) => address.Octets[0] == 1;

    public bool IsMulticast(in NetAddress address) => false;

    public bool IsBroadcast(in NetAddress address) => false;

    public bool IsUnicast(in NetAddress address) => !IsEmpty(address);

    public NetAddress Network(in NetAddress address, int prefixLength) => Address((byte)(address.Octets[0] & (0xFF00 >> prefixLength)));

    public NetAddress BroadcastOf(in NetAddress address, int prefixLength) => default;

    public NetAddress Mask(int prefixLength) => Address((byte)(0xFF00 >> prefixLength));

    public int PrefixLength(in NetAddress mask) => System.Numerics.BitOperations.PopCount(mask.Octets[0]);

    public int DefaultPrefixLength(in NetAddress address) => 8;

    public string Print(in NetAddress address) => address.Octets[0].ToString();
}
