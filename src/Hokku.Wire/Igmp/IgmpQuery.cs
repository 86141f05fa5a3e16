using System.Buffers.Binary;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Igmp;

/// <summary>A membership query of any version (RFC 3376, 4.1 and 7.1): a view of a message.</summary>
public readonly ref struct IgmpQuery
{
    /// <summary>Octets of a version 3 query without sources.</summary>
    public const int LeastLengthV3 = 12;

    private readonly ReadOnlySpan<byte> _message;

    private IgmpQuery(ReadOnlySpan<byte> message, IgmpMessage first)
    {
        _message = message;
        Group = first.Group;
        MaximumResponseCode = first.MaximumResponseCode;
    }

    /// <summary>1, 2 or 3, told by length and response code (RFC 3376, 7.1).</summary>
    public int Version => _message.Length >= LeastLengthV3 ? 3 : MaximumResponseCode == 0 ? 1 : 2;

    /// <summary>The group asked for, or any.</summary>
    public IPv4Address Group { get; }

    public byte MaximumResponseCode { get; }

    /// <summary>Within which time members answer: version 1 means ten seconds (RFC 2236, 4).</summary>
    public TimeSpan MaximumResponseTime => TimeSpan.FromMilliseconds(100 * Version switch
    {
        1 => 100,
        2 => MaximumResponseCode,
        _ => IgmpTime.Decode(MaximumResponseCode),
    });

    /// <summary>S: routers shall not restart their timers.</summary>
    public bool SuppressRouterProcessing => Version == 3 && (_message[8] & 8) != 0;

    /// <summary>QRV: how many losses the querier wants survived; 0 when it does not say.</summary>
    public int Robustness => Version == 3 ? _message[8] & 7 : 0;

    /// <summary>QQIC decoded: how often the querier asks.</summary>
    public TimeSpan QueryInterval => TimeSpan.FromSeconds(Version == 3 ? IgmpTime.Decode(_message[9]) : 0);

    public int SourceCount => Version == 3 ? BinaryPrimitives.ReadUInt16BigEndian(_message[10..]) : 0;

    /// <summary>The source at a place below <see cref="SourceCount"/>.</summary>
    public IPv4Address Source(int index) => IPv4Address.Read(_message[(LeastLengthV3 + (4 * index))..]);

    /// <summary>Parses a complete message; false for lengths that no version has and for sources past the end.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, out IgmpQuery query)
    {
        query = default;
        if (!IgmpMessage.TryParse(message, out var first) || first.Type != IgmpType.Query
            || message.Length is > IgmpMessage.MessageLength and < LeastLengthV3)
            return false;
        query = new(message, first);
        return LeastLengthV3 + (4 * query.SourceCount) <= message.Length || query.Version < 3;
    }

    /// <summary>Writes a version 3 query with its checksum and returns its length.</summary>
    public static int Write(
        Span<byte> octets, IPv4Address group, byte maximumResponseCode, byte robustness, byte intervalCode, ReadOnlySpan<IPv4Address> sources)
    {
        new IgmpMessage(IgmpType.Query, maximumResponseCode, group).Write(octets);
        octets[8] = (byte)(robustness & 7);
        octets[9] = intervalCode;
        BinaryPrimitives.WriteUInt16BigEndian(octets[10..], (ushort)sources.Length);
        int length = LeastLengthV3;
        foreach (var source in sources)
        {
            source.Write(octets[length..]);
            length += IPv4Address.Length;
        }

        IgmpMessage.WriteChecksum(octets[..length]);
        return length;
    }
}
