using System.Buffers.Binary;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Igmp;

/// <summary>One group record of a version 3 report (RFC 3376, 4.2.3): a view of the message.</summary>
public readonly ref struct IgmpGroupRecord
{
    /// <summary>Octets of a record without sources.</summary>
    public const int LeastLength = 8;

    private readonly ReadOnlySpan<byte> _octets;

    internal IgmpGroupRecord(ReadOnlySpan<byte> octets) => _octets = octets;

    public IgmpRecordType Type => (IgmpRecordType)_octets[0];

    public IPv4Address Group => IPv4Address.Read(_octets[4..]);

    public int SourceCount => BinaryPrimitives.ReadUInt16BigEndian(_octets[2..]);

    /// <summary>The source at a place below <see cref="SourceCount"/>.</summary>
    public IPv4Address Source(int index) => IPv4Address.Read(_octets[(LeastLength + (4 * index))..]);

    /// <summary>How many octets the record at the front of these takes, or 0 when it goes past their end.</summary>
    internal static int Measure(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < LeastLength)
            return 0;
        int length = LeastLength + (4 * BinaryPrimitives.ReadUInt16BigEndian(octets[2..])) + (4 * octets[1]);
        return length <= octets.Length ? length : 0;
    }
}
