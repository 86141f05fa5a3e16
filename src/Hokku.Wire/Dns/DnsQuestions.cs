using System.Buffers.Binary;

namespace Hokku.Wire.Dns;

/// <summary>The questions of a DNS message (RFC 1035, 4.1.2), to be walked with foreach.</summary>
public ref struct DnsQuestions
{
    private readonly ReadOnlySpan<byte> _message;
    private int _left;
    private int _name;

    internal DnsQuestions(ReadOnlySpan<byte> message, int count)
    {
        _message = message;
        _left = count;
        End = DnsHeader.HeaderLength;
    }

    /// <summary>Whether the message ended before its questions did.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The question under the walker.</summary>
    public readonly DnsQuestion Current => new(
        _message,
        _name,
        (DnsType)BinaryPrimitives.ReadUInt16BigEndian(_message[(End - 4)..]),
        (DnsClass)BinaryPrimitives.ReadUInt16BigEndian(_message[(End - 2)..]));

    /// <summary>Where the last question walked ends.</summary>
    internal int End { get; private set; }

    public readonly DnsQuestions GetEnumerator() => this;

    /// <summary>Goes to the next question; false after the last and where the message is malformed.</summary>
    public bool MoveNext()
    {
        if (_left == 0 || IsMalformed)
            return false;
        int offset = End;
        IsMalformed = !DnsName.TrySkip(_message, ref offset) || offset + 4 > _message.Length;
        if (IsMalformed)
            return false;
        _name = End;
        End = offset + 4;
        _left--;
        return true;
    }
}
