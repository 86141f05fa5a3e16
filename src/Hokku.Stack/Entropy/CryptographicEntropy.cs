using System.Buffers.Binary;
using System.Security.Cryptography;
using Hokku.Abstractions;

// The one place that the stack's randomness comes from.
#pragma warning disable RS0030

namespace Hokku.Stack;

/// <summary>The entropy of production: the system's generator, asked for a page at a time. Used inside one stack only.</summary>
public sealed class CryptographicEntropy : IEntropy
{
    private readonly byte[] _store = new byte[4096];
    private int _used = 4096;

    public void Fill(Span<byte> octets)
    {
        if (octets.Length > _store.Length / 4)
            RandomNumberGenerator.Fill(octets);
        else
            Take(octets.Length).CopyTo(octets);
    }

    public uint NextUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong NextUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public uint Below(uint bound) => UnbiasedNumber.Below(this, bound);

    private ReadOnlySpan<byte> Take(int count)
    {
        // What was given out is forgotten at the next refill at the latest; it must not be given out twice.
        if (_used + count > _store.Length)
        {
            RandomNumberGenerator.Fill(_store);
            _used = 0;
        }

        _used += count;
        return _store.AsSpan(_used - count, count);
    }
}
