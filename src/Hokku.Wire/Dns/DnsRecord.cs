using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Dns;

/// <summary>A resource record of a DNS message (RFC 1035, 4.1.3): a view of the message.</summary>
public readonly ref struct DnsRecord
{
    private const int SoaNumbers = 20;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _name;
    private readonly int _contents;
    private readonly int _length;

    internal DnsRecord(ReadOnlySpan<byte> message, int name, int contents, int length, DnsSection section)
    {
        _message = message;
        _name = name;
        _contents = contents;
        _length = length;
        Section = section;
        var rest = message[(contents - 10)..];
        Type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(rest);
        Class = (DnsClass)BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        RawTimeToLive = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
    }

    public DnsSection Section { get; }

    public DnsType Type { get; }

    /// <summary>The class; of OPT, the sender's largest UDP payload in octets (RFC 6891, 6.1.2).</summary>
    public DnsClass Class { get; }

    /// <summary>The TTL field as it stands: of OPT, extended response code, version and flags.</summary>
    public uint RawTimeToLive { get; }

    /// <summary>How many seconds the record may be kept; numbers above 2^31 - 1 count as 0 (RFC 2181, 8).</summary>
    public int TimeToLive => RawTimeToLive > int.MaxValue ? 0 : (int)RawTimeToLive;

    /// <summary>RDATA as it stands.</summary>
    public ReadOnlySpan<byte> Contents => _message.Slice(_contents, _length);

    /// <summary>The name the record belongs to.</summary>
    public bool TryGetName([NotNullWhen(true)] out string? name)
    {
        int offset = _name;
        return DnsName.TryRead(_message, ref offset, out name);
    }

    /// <summary>A: the address; false for other types and lengths.</summary>
    public bool TryGetIPv4(out IPv4Address address)
    {
        bool right = Type == DnsType.A && _length == IPv4Address.Length;
        address = right ? IPv4Address.Read(Contents) : default;
        return right;
    }

    /// <summary>AAAA: the address's 16 octets; false for other types and lengths.</summary>
    public bool TryGetIPv6(out ReadOnlySpan<byte> address)
    {
        bool right = Type == DnsType.Aaaa && _length == 16;
        address = right ? Contents : default;
        return right;
    }

    /// <summary>CNAME, PTR, NS: the name it leads to; false for other types and when the name does not fill RDATA exactly.</summary>
    public bool TryGetTarget([NotNullWhen(true)] out string? target)
    {
        target = null;
        int offset = _contents;
        return Type is DnsType.Cname or DnsType.Ptr or DnsType.NS
            && DnsName.TryRead(_message, ref offset, out target)
            && offset == _contents + _length;
    }

    /// <summary>SOA: how many seconds a negative answer may be kept, the lesser of MINIMUM and the record's TTL (RFC 2308, 5).</summary>
    public bool TryGetNegativeTimeToLive(out int seconds)
    {
        seconds = 0;
        int offset = _contents;
        if (Type != DnsType.Soa || !DnsName.TrySkip(_message, ref offset) || !DnsName.TrySkip(_message, ref offset)
            || offset + SoaNumbers != _contents + _length)
            return false;
        uint minimum = BinaryPrimitives.ReadUInt32BigEndian(_message[(offset + 16)..]);
        seconds = minimum > int.MaxValue ? 0 : Math.Min((int)minimum, TimeToLive);
        return true;
    }
}
