using Hokku.Wire.Addresses;

namespace Hokku.Abstractions;

/// <summary>One address of an interface: Haiku's net_interface_address. Replaced, not changed, when it changes.</summary>
/// <param name="Interface">Whose it is.</param>
/// <param name="Local">Our address.</param>
/// <param name="PrefixLength">Bits of its network.</param>
/// <param name="Broadcast">The directed broadcast address; unspecified where there is none.</param>
/// <param name="Peer">The other end of a point-to-point interface; else unspecified.</param>
public sealed record InterfaceAddress(INetInterface Interface, NetAddress Local, int PrefixLength, NetAddress Broadcast, NetAddress Peer)
{
    /// <summary>Set by conflict detection (RFC 5227): the address must not be used for sending.</summary>
    public bool IsConflicted { get; set; }
}
