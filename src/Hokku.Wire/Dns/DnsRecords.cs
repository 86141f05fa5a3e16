using System.Buffers.Binary;

namespace Hokku.Wire.Dns;

/// <summary>The records of all sections of a DNS message (RFC 1035, 4.1.3), to be walked with foreach.</summary>
public ref struct DnsRecords
{
    private const int FixedPart = 10;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _answers;
    private readonly int _authorities;
    private readonly int _count;
    private int _walked;
    private int _name;
    private int _contents;
    private int _end;

    internal DnsRecords(ReadOnlySpan<byte> message, DnsHeader header, int start)
    {
        _message = message;
        _answers = header.AnswerCount;
        _authorities = _answers + header.AuthorityCount;
        _count = _authorities + header.AdditionalCount;
        _end = start;
        IsMalformed = start < 0;
    }

    /// <summary>Whether the message ended before its records did, or a record's length lies.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The record under the walker.</summary>
    public readonly DnsRecord Current => new(
        _message,
        _name,
        _contents,
        _end - _contents,
        _walked <= _answers ? DnsSection.Answer : _walked <= _authorities ? DnsSection.Authority : DnsSection.Additional);

    public readonly DnsRecords GetEnumerator() => this;

    /// <summary>Goes to the next record; false after the last and where the message is malformed.</summary>
    public bool MoveNext()
    {
        if (_walked == _count || IsMalformed)
            return false;
        int offset = _end;
        IsMalformed = !DnsName.TrySkip(_message, ref offset) || offset + FixedPart > _message.Length;
        if (IsMalformed)
            return false;
        _name = _end;
        _contents = offset + FixedPart;
        _end = _contents + BinaryPrimitives.ReadUInt16BigEndian(_message[(offset + 8)..]);
        _walked++;
        IsMalformed = _end > _message.Length;
        return !IsMalformed;
    }
}
