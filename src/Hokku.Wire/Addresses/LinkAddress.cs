using System.Diagnostics.CodeAnalysis;

namespace Hokku.Wire.Addresses;

/// <summary>
/// A link layer address: the seed's sockaddr_dl. A view of a <see cref="NetAddress"/> of family <see cref="NetFamily.Link"/>:
/// the hardware address, the device's index (0 for any) and the type of the frame (EtherType) where there is one.
/// </summary>
public readonly struct LinkAddress : IEquatable<LinkAddress>
{
    private readonly NetAddress _address;

    /// <summary>Views an address of family <see cref="NetFamily.Link"/>.</summary>
    public LinkAddress(in NetAddress address) => _address = address;

    public LinkAddress(ReadOnlySpan<byte> octets, ushort frameType = 0, int deviceIndex = 0) =>
        _address = new NetAddress(NetFamily.Link, octets, frameType, (uint)deviceIndex);

    public LinkAddress(EthernetAddress address, ushort frameType = 0, int deviceIndex = 0)
    {
        Span<byte> octets = stackalloc byte[EthernetAddress.Length];
        address.Write(octets);
        _address = new NetAddress(NetFamily.Link, octets, frameType, (uint)deviceIndex);
    }

    /// <summary>The hardware address; empty for a device without one.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Octets => _address.Octets;

    public bool IsEmpty => _address.Length == 0;

    /// <summary>The frame's type as its header gives it (EtherType).</summary>
    public ushort FrameType => _address.Port;

    /// <summary>The device's index, or 0.</summary>
    public int DeviceIndex => (int)_address.Scope;

    /// <summary>The octets as an Ethernet address, or the empty address when there are not six.</summary>
    public EthernetAddress Ethernet => _address.Length == EthernetAddress.Length ? EthernetAddress.Read(_address.Octets) : default;

    public static implicit operator NetAddress(in LinkAddress address) => address._address;

    public bool Equals(LinkAddress other) => _address == other._address;

    public override bool Equals(object? obj) => obj is LinkAddress other && Equals(other);

    public override int GetHashCode() => _address.GetHashCode();

    public static bool operator ==(LinkAddress a, LinkAddress b) => a.Equals(b);

    public static bool operator !=(LinkAddress a, LinkAddress b) => !a.Equals(b);

    public override string ToString() => _address.Length == EthernetAddress.Length ? Ethernet.ToString() : Convert.ToHexStringLower(_address.Octets);
}
