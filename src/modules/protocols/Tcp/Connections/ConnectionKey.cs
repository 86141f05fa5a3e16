using System.Runtime.InteropServices;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Tcp;

/// <summary>What tells one connection from all others: the two sockets of RFC 9293, 3.4, each an address with its port.</summary>
internal readonly struct ConnectionKey(in NetAddress local, in NetAddress remote)
{
    public readonly NetAddress Local = local;
    public readonly NetAddress Remote = remote;

    public bool Equals(in ConnectionKey other) => Remote.Equals(other.Remote) && Local.Equals(other.Local);

    /// <summary>A number that nobody can foresee without the secret.</summary>
    public ulong Hash(in SipKey secret)
    {
        if (Local.Length == IPv4Address.Length && Remote.Length == IPv4Address.Length)
        {
            ulong addresses = ((ulong)Local.IPv4.Value << 32) | Remote.IPv4.Value;
            ulong ports = ((ulong)Local.Port.Value << 16) | Remote.Port.Value;
            return SipHash.Compute(secret, [addresses, ports]);
        }

        return SipHash.Compute(secret, MemoryMarshal.AsBytes(new ReadOnlySpan<ConnectionKey>(in this)));
    }
}
