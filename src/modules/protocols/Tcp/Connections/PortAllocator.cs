using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Chooses local ports for connections (RFC 6056, algorithm 4, double hash, with random increments): no outsider can foresee them, and two
/// connections to the same peer come from ports that are as far apart in time as the range allows.
/// </summary>
internal sealed class PortAllocator(IEntropy entropy, ushort first, ushort last)
{
    private const int Rows = 64;
    private const uint MostIncrement = 8;

    private readonly SipKey _offsetSecret = new(entropy.NextUInt64(), entropy.NextUInt64());
    private readonly SipKey _rowSecret = new(entropy.NextUInt64(), entropy.NextUInt64());
    private readonly uint[] _next = new uint[Rows];
    private readonly uint _count = (uint)(last - first + 1);

    /// <summary>Chooses a port; <paramref name="isFree"/> tells whether one may be used for this connection.</summary>
    /// <returns>Port 0 when the whole range is in use.</returns>
    public Port Allocate<T>(in NetAddress local, in NetAddress remote, ref T isFree)
        where T : struct, IPortTest
    {
        var key = new ConnectionKey(local.WithPort(0), remote);
        uint offset = (uint)key.Hash(_offsetSecret);
        ref uint next = ref _next[key.Hash(_rowSecret) % Rows];
        next += entropy.Below(MostIncrement);
        for (uint tries = 0; tries < _count; tries++)
        {
            var port = new Port((ushort)(first + ((offset + next++) % _count)));
            if (isFree.IsFree(port))
                return port;
        }

        return default;
    }
}
