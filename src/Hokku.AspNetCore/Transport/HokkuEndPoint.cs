using System.Net;
using System.Net.Sockets;

namespace Hokku.AspNetCore;

/// <summary>
/// A TCP address of a Hokku host, for Kestrel to listen on. It is no <see cref="IPEndPoint"/>, so that Kestrel never takes it for an address of the kernel's
/// when the transport is missing.
/// </summary>
public sealed class HokkuEndPoint : EndPoint, IEquatable<HokkuEndPoint>
{
    /// <param name="host">The host's name, as given to AddHokku.</param>
    /// <param name="address">One of the host's addresses, or <see cref="IPAddress.Any"/>.</param>
    /// <param name="port">1 to 65535; 0 takes a free one.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public HokkuEndPoint(string host, IPAddress address, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        Host = host;
        Address = new IPEndPoint(address, port);
    }

    /// <summary>The name of the host whose address it is.</summary>
    public string Host { get; }

    /// <summary>Address and port on that host.</summary>
    public IPEndPoint Address { get; }

    public override AddressFamily AddressFamily => Address.AddressFamily;

    public bool Equals(HokkuEndPoint? other) => other is not null && other.Host == Host && other.Address.Equals(Address);

    public override bool Equals(object? obj) => Equals(obj as HokkuEndPoint);

    public override int GetHashCode() => HashCode.Combine(Host, Address);

    /// <summary>Address and port, as they stand in a URL; logs tell the host's name beside them.</summary>
    public override string ToString() => Address.ToString();
}
