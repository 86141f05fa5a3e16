using System.Net;
using System.Net.Sockets;
using Hokku.Wire.Addresses;

namespace Hokku.Network;

/// <summary>Between System.Net's addresses, which users see, and the stack's.</summary>
internal static class AddressConversions
{
    /// <exception cref="SocketException">AddressFamilyNotSupported: neither IPv4 nor IPv6.</exception>
    public static NetAddress ToNetAddress(this IPAddress address, int port = 0)
    {
        Span<byte> octets = stackalloc byte[16];
        if (!address.TryWriteBytes(octets, out int length))
            throw new SocketException((int)SocketError.AddressFamilyNotSupported);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => new NetAddress(NetFamily.Internet, octets[..length], (ushort)port),
            AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => new NetAddress(NetFamily.Internet, octets[12..length], (ushort)port),
            AddressFamily.InterNetworkV6 => new NetAddress(NetFamily.Internet6, octets[..length], (ushort)port, (uint)address.ScopeId),
            _ => throw new SocketException((int)SocketError.AddressFamilyNotSupported),
        };
    }

    public static IPAddress ToIPAddress(this in NetAddress address) => address.Length switch
    {
        4 or 16 => new IPAddress(address.Octets),
        _ => IPAddress.Any,
    };
}
