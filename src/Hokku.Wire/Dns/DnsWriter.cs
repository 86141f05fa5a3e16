using System.Buffers.Binary;
using Hokku.Wire.Addresses;

namespace Hokku.Wire.Dns;

/// <summary>
/// Writes a DNS message (RFC 1035, 4) into octets: first the questions, then the records in the order of their sections. What does
/// not fit is left out, and the message says that it is truncated.
/// </summary>
public ref struct DnsWriter
{
    /// <summary>Octets of an OPT record without options.</summary>
    public const int OptLength = 11;

    private readonly Span<byte> _octets;
    private DnsHeader _header;
    private int _at;

    /// <summary>Begins a message in room for at least the header.</summary>
    public DnsWriter(Span<byte> octets, ushort id, DnsFlags flags, DnsResponseCode code = DnsResponseCode.NoError)
    {
        _octets = octets;
        _header = new() { Id = id, Flags = flags, ResponseCode = code };
        _at = DnsHeader.HeaderLength;
    }

    /// <summary>Whether something did not fit.</summary>
    public readonly bool IsTruncated => _header.IsTruncated;

    /// <summary>Adds a question; false when the name is none or there is no room.</summary>
    public bool AddQuestion(scoped ReadOnlySpan<char> name, DnsType type, DnsClass @class = DnsClass.Internet)
    {
        if (IsTruncated || !DnsName.TryWrite(_octets[_at..], name, out int length) || _at + length + 4 > _octets.Length)
            return Truncate();
        BinaryPrimitives.WriteUInt16BigEndian(_octets[(_at + length)..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(_octets[(_at + length + 2)..], (ushort)@class);
        _at += length + 4;
        _header = _header with { QuestionCount = (ushort)(_header.QuestionCount + 1) };
        return true;
    }

    /// <summary>Adds an A record.</summary>
    public bool AddIPv4(DnsSection section, scoped ReadOnlySpan<char> name, int timeToLive, IPv4Address address)
    {
        Span<byte> contents = stackalloc byte[IPv4Address.Length];
        address.Write(contents);
        return AddRecord(section, name, DnsType.A, timeToLive, contents);
    }

    /// <summary>Adds a record whose contents are a name: CNAME, PTR, NS.</summary>
    public bool AddTarget(DnsSection section, scoped ReadOnlySpan<char> name, DnsType type, int timeToLive, scoped ReadOnlySpan<char> target)
    {
        Span<byte> contents = stackalloc byte[DnsName.MostOctets];
        return DnsName.TryWrite(contents, target, out int length) && AddRecord(section, name, type, timeToLive, contents[..length]);
    }

    /// <summary>Adds a SOA record, as a negative answer carries one (RFC 2308).</summary>
    public bool AddSoa(scoped ReadOnlySpan<char> zone, int timeToLive, scoped ReadOnlySpan<char> primary, scoped ReadOnlySpan<char> mailbox, uint serial, uint minimum)
    {
        Span<byte> contents = stackalloc byte[(2 * DnsName.MostOctets) + 20];
        if (!DnsName.TryWrite(contents, primary, out int first) || !DnsName.TryWrite(contents[first..], mailbox, out int second))
            return false;
        var numbers = contents[(first + second)..];
        BinaryPrimitives.WriteUInt32BigEndian(numbers, serial);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[4..], 3600);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[8..], 600);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[12..], 86400);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[16..], minimum);
        return AddRecord(DnsSection.Authority, zone, DnsType.Soa, timeToLive, contents[..(first + second + 20)]);
    }

    /// <summary>Adds the OPT record that tells how large an answer may be (RFC 6891, 6.1.2).</summary>
    public bool AddOpt(ushort payloadSize) => AddRecord(DnsSection.Additional, "", DnsType.Opt, 0, default, (DnsClass)payloadSize);

    /// <summary>Adds any record; false when the name is none or there is no room.</summary>
    public bool AddRecord(
        DnsSection section, scoped ReadOnlySpan<char> name, DnsType type, int timeToLive, scoped ReadOnlySpan<byte> contents, DnsClass @class = DnsClass.Internet)
    {
        if (IsTruncated || !DnsName.TryWrite(_octets[_at..], name, out int length) || _at + length + 10 + contents.Length > _octets.Length)
            return Truncate();
        var rest = _octets[(_at + length)..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)@class);
        BinaryPrimitives.WriteInt32BigEndian(rest[4..], timeToLive);
        BinaryPrimitives.WriteUInt16BigEndian(rest[8..], (ushort)contents.Length);
        contents.CopyTo(rest[10..]);
        _at += length + 10 + contents.Length;
        Count(section);
        return true;
    }

    /// <summary>Writes the header and returns the message's length.</summary>
    public readonly int Finish()
    {
        _header.Write(_octets);
        return _at;
    }

    private void Count(DnsSection section) => _header = section switch
    {
        DnsSection.Answer => _header with { AnswerCount = (ushort)(_header.AnswerCount + 1) },
        DnsSection.Authority => _header with { AuthorityCount = (ushort)(_header.AuthorityCount + 1) },
        _ => _header with { AdditionalCount = (ushort)(_header.AdditionalCount + 1) },
    };

    private bool Truncate()
    {
        _header = _header with { Flags = _header.Flags | DnsFlags.Truncated };
        return false;
    }
}
