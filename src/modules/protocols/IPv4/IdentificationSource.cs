using System.Runtime.InteropServices;
using Hokku.Abstractions;
using Hokku.Parts;
using Hokku.Wire.Addresses;

namespace Hokku.Protocols.IPv4;

/// <summary>
/// Identifications that are unique for long enough and cannot be guessed by others (RFC 6864; RFC 7739, 5.3's double hash): each of a fixed number of
/// counters serves the flows that hash to it, and each flow sees its own offset of that counter.
/// </summary>
internal sealed class IdentificationSource
{
    private const int CounterCount = 1024;
    private readonly ushort[] _counters = new ushort[CounterCount];
    private readonly SipKey _key;

    public IdentificationSource(IEntropy entropy)
    {
        _key = new(entropy.NextUInt64(), entropy.NextUInt64());
        entropy.Fill(MemoryMarshal.AsBytes(_counters.AsSpan()));
    }

    /// <summary>The first of so many identifications in a row.</summary>
    public ushort Next(IPv4Address source, IPv4Address destination, byte protocol, int count = 1)
    {
        ulong hash = SipHash.Compute(_key, [((ulong)source.Value << 32) | destination.Value, protocol]);
        ref ushort counter = ref _counters[(int)(hash % CounterCount)];
        var first = (ushort)(counter + (ushort)(hash >> 48));
        counter += (ushort)count;
        return first;
    }
}
