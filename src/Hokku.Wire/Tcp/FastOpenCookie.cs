using System.Buffers.Binary;

namespace Hokku.Wire.Tcp;

/// <summary>A cookie of TCP Fast Open (RFC 7413, 4.1.1), inline; one without octets asks for a cookie.</summary>
public readonly record struct FastOpenCookie
{
    /// <summary>The longest there is. Octets.</summary>
    public const int MostLength = 16;

    private readonly ulong _first;
    private readonly ulong _second;

    /// <summary>Takes up to 16 octets.</summary>
    public FastOpenCookie(ReadOnlySpan<byte> octets)
    {
        Span<byte> all = stackalloc byte[MostLength];
        Length = (byte)Math.Min(octets.Length, MostLength);
        octets[..Length].CopyTo(all);
        _first = BinaryPrimitives.ReadUInt64BigEndian(all);
        _second = BinaryPrimitives.ReadUInt64BigEndian(all[8..]);
    }

    /// <summary>Makes a cookie of eight octets.</summary>
    public FastOpenCookie(ulong octets)
    {
        Length = sizeof(ulong);
        _first = octets;
    }

    /// <summary>Octets: 0, or 4 to 16.</summary>
    public byte Length { get; }

    /// <summary>Whether a length is one that RFC 7413, 4.1.1, allows.</summary>
    public static bool IsLegal(int length) => length == 0 || (length is >= 4 and <= MostLength && (length & 1) == 0);

    /// <summary>Writes <see cref="Length"/> octets.</summary>
    public void CopyTo(Span<byte> octets)
    {
        Span<byte> all = stackalloc byte[MostLength];
        BinaryPrimitives.WriteUInt64BigEndian(all, _first);
        BinaryPrimitives.WriteUInt64BigEndian(all[8..], _second);
        all[..Length].CopyTo(octets);
    }

    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[MostLength];
        CopyTo(octets);
        return Convert.ToHexStringLower(octets[..Length]);
    }
}
