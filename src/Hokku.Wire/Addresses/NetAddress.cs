using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Hokku.Wire.Addresses;

/// <summary>
/// An address of any family: the seed's sockaddr. Family, up to 20 octets, a port and a scope, inline and without allocation.
/// What the octets mean is known to the family's domain only; for <see cref="NetFamily.Link"/> see <see cref="LinkAddress"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct NetAddress : IEquatable<NetAddress>
{
    private AddressOctets _octets;
    private uint _scope;
    private ushort _port;
    private NetFamily _family;
    private byte _length;
    private uint _reserved;

    /// <summary>Makes an address from its octets.</summary>
    /// <exception cref="ArgumentException">More than 20 octets.</exception>
    public NetAddress(NetFamily family, ReadOnlySpan<byte> octets, Port port = default, uint scope = 0)
    {
        if (octets.Length > AddressOctets.Length)
            throw new ArgumentException($"An address has at most {AddressOctets.Length} octets, not {octets.Length}.", nameof(octets));
        octets.CopyTo(_octets);
        _scope = scope;
        _port = port;
        _family = family;
        _length = (byte)octets.Length;
    }

    /// <summary>Makes an IPv4 address.</summary>
    public NetAddress(IPv4Address address, Port port = default)
    {
        address.Write(_octets);
        _port = port;
        _family = NetFamily.Internet;
        _length = IPv4Address.Length;
    }

    public readonly NetFamily Family => _family;

    /// <summary>How many octets the address has; 0 when it is unspecified.</summary>
    public readonly int Length => _length;

    /// <summary>The transport port, or the link type of a link address.</summary>
    public Port Port
    {
        readonly get => _port;
        set => _port = value;
    }

    /// <summary>The scope (interface or device index) where a family needs one; else 0.</summary>
    public uint Scope
    {
        readonly get => _scope;
        set => _scope = value;
    }

    public readonly bool IsUnspecified => _family == NetFamily.Unspecified;

    /// <summary>The octets as an IPv4 address; meaningful for <see cref="NetFamily.Internet"/> only.</summary>
    public readonly IPv4Address IPv4 => IPv4Address.Read(_octets);

    /// <summary>The octets of the address, in network order.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Octets => ((ReadOnlySpan<byte>)_octets)[.._length];

    /// <summary>The same address with another port.</summary>
    public readonly NetAddress WithPort(Port port)
    {
        var copy = this;
        copy._port = port;
        return copy;
    }

    /// <summary>Whether family, octets and scope are equal, whatever the ports.</summary>
    public readonly bool SameHost(in NetAddress other) =>
        _family == other._family && _length == other._length && _scope == other._scope && Octets.SequenceEqual(other.Octets);

    public readonly bool Equals(NetAddress other) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<NetAddress>(in this)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<NetAddress>(in other)));

    public override readonly bool Equals(object? obj) => obj is NetAddress other && Equals(other);

    /// <summary>A hash for tables that the wire does not fill; those use keyed hashing.</summary>
    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<NetAddress>(in this)));
        return hash.ToHashCode();
    }

    public static bool operator ==(in NetAddress a, in NetAddress b) => a.Equals(b);

    public static bool operator !=(in NetAddress a, in NetAddress b) => !a.Equals(b);

    public override readonly string ToString() => _family switch
    {
        NetFamily.Unspecified => "-",
        NetFamily.Internet => _port == 0 ? IPv4.ToString() : $"{IPv4}:{_port}",
        NetFamily.Link => new LinkAddress(this).ToString(),
        _ => $"{_family}:{Convert.ToHexStringLower(Octets)}" + (_port == 0 ? "" : $":{_port}"),
    };
}
