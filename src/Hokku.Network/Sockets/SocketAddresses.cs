using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Hokku.Wire.Addresses;

namespace Hokku.Network.Sockets;

/// <summary>Between System.Net's end points and socket addresses, which users see, and the stack's addresses.</summary>
internal static class SocketAddresses
{
    /// <exception cref="SocketException">AddressFamilyNotSupported: not an IP end point.</exception>
    public static NetAddress ToNetAddress(this EndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return endPoint is IPEndPoint ip
            ? ip.Address.ToNetAddress(ip.Port)
            : throw new SocketException((int)SocketError.AddressFamilyNotSupported);
    }

    /// <exception cref="SocketException">AddressFamilyNotSupported: neither IPv4 nor IPv6.</exception>
    public static NetAddress ToNetAddress(this SocketAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var octets = address.Buffer.Span[..address.Size];
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        return address.Family switch
        {
            AddressFamily.InterNetwork => new NetAddress(NetFamily.Internet, octets.Slice(4, 4), port),
            AddressFamily.InterNetworkV6 => new NetAddress(
                NetFamily.Internet6, octets.Slice(8, 16), port, BinaryPrimitives.ReadUInt32LittleEndian(octets[24..])),
            _ => throw new SocketException((int)SocketError.AddressFamilyNotSupported),
        };
    }

    /// <summary>Overwrites a socket address of the right family; it must have room.</summary>
    public static void WriteTo(this in NetAddress address, SocketAddress target)
    {
        var octets = target.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], address.Port);
        if (address.Family == NetFamily.Internet && target.Family == AddressFamily.InterNetwork)
        {
            address.Octets.CopyTo(octets[4..]);
        }
        else if (address.Family == NetFamily.Internet6 && target.Family == AddressFamily.InterNetworkV6)
        {
            octets[4..].Clear();
            address.Octets.CopyTo(octets[8..]);
            BinaryPrimitives.WriteUInt32LittleEndian(octets[24..], address.Scope);
        }
    }

    public static IPEndPoint ToEndPoint(this in NetAddress address) => new(address.ToIPAddress(), address.Port);

    public static NetFamily ToNetFamily(this AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => NetFamily.Internet,
        AddressFamily.InterNetworkV6 => NetFamily.Internet6,
        AddressFamily.DataLink => NetFamily.Link,
        _ => throw new SocketException((int)SocketError.AddressFamilyNotSupported),
    };

    public static AddressFamily ToAddressFamily(this NetFamily family) => family switch
    {
        NetFamily.Internet => AddressFamily.InterNetwork,
        NetFamily.Internet6 => AddressFamily.InterNetworkV6,
        NetFamily.Link => AddressFamily.DataLink,
        _ => AddressFamily.Unspecified,
    };
}
