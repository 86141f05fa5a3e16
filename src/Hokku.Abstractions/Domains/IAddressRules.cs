using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>What the addresses of a family mean: Haiku's net_address_module_info. Stack and Buffers know no family.</summary>
public interface IAddressRules
{
    /// <summary>Octets in an address.</summary>
    int Length { get; }

    /// <summary>Whether the family has broadcast addresses.</summary>
    bool HasBroadcast { get; }

    /// <summary>0.0.0.0 and the like.</summary>
    bool IsEmpty(in NetAddress address);

    bool IsLoopback(in NetAddress address);

    bool IsMulticast(in NetAddress address);

    /// <summary>The limited broadcast address, whatever the interface.</summary>
    bool IsBroadcast(in NetAddress address);

    /// <summary>Whether an interface may have the address and others may send to it.</summary>
    bool IsUnicast(in NetAddress address);

    /// <summary>The address with the host bits cleared.</summary>
    NetAddress Network(in NetAddress address, int prefixLength);

    /// <summary>The directed broadcast address of the network; unspecified where the family has none.</summary>
    NetAddress BroadcastOf(in NetAddress address, int prefixLength);

    /// <summary>The mask of that many bits.</summary>
    NetAddress Mask(int prefixLength);

    /// <summary>The bits of a contiguous mask, or -1.</summary>
    int PrefixLength(in NetAddress mask);

    /// <summary>The prefix length when none was given (by class for IPv4).</summary>
    int DefaultPrefixLength(in NetAddress address);

    /// <summary>Every multicast address; unspecified where the family has none. An interface that can multicast gets a route to it.</summary>
    NetAddress MulticastNetwork => default;

    /// <summary>Bits of <see cref="MulticastNetwork"/>.</summary>
    int MulticastPrefixLength => 0;

    NetAddress Any { get; }

    NetAddress LoopbackAddress { get; }

    /// <summary>Prints the address without its port.</summary>
    string Print(in NetAddress address);
}
