using System.Globalization;
using Hokku.Wire.Tcp;

namespace Hokku.Wire;

/// <summary>Reads <see cref="SegmentNotation"/> from left to right and keeps the first error.</summary>
internal ref struct SegmentReader
{
    private readonly ReadOnlySpan<char> _text;
    private readonly SequenceNumber _sequenceBase;
    private readonly SequenceNumber _acknowledgmentBase;
    private int _at;
    private TcpOptions _options;

    public SegmentReader(ReadOnlySpan<char> text, SequenceNumber sequenceBase, SequenceNumber acknowledgmentBase)
    {
        _text = text;
        _sequenceBase = sequenceBase;
        _acknowledgmentBase = acknowledgmentBase;
        Segment = new() { Window = ushort.MaxValue };
    }

    public TcpSegment Segment { get; private set; }

    public SegmentParts Parts { get; private set; }

    public string? Error { get; private set; }

    private readonly bool IsAtEnd => Error is not null || _at >= _text.Length;

    public void ReadAll()
    {
        ReadFlags();
        ReadNumbers();
        while (!IsAtEnd)
        {
            if (TryTake("ack "))
                (Segment, Parts) = (Segment with { Acknowledgment = new SequenceNumber(ReadNumber()) + (int)_acknowledgmentBase.Value }, Parts | SegmentParts.Acknowledgment);
            else if (TryTake("win "))
                (Segment, Parts) = (Segment with { Window = (ushort)ReadNumber(ushort.MaxValue) }, Parts | SegmentParts.Window);
            else if (TryTake("urg "))
                (Segment, Parts) = (Segment with { UrgentPointer = (ushort)ReadNumber(ushort.MaxValue) }, Parts | SegmentParts.Urgent);
            else if (TryTake("<"))
                ReadOptions();
            else
                Fail("'ack', 'win', 'urg' or '<options>'");
            SkipBlanks();
        }
    }

    private void ReadFlags()
    {
        SkipBlanks();
        var flags = TcpFlags.None;
        int start = _at;
        for (; _at < _text.Length && _text[_at] != ' '; _at++)
        {
            int letter = SegmentNotation.FlagLetters.IndexOf(_text[_at], StringComparison.Ordinal);
            if (letter >= 0)
                flags |= SegmentNotation.FlagOrder[letter];
            else if (_text[_at] != '-')
                break;
        }

        if (_at == start || (_at < _text.Length && _text[_at] != ' '))
            Fail("flags of S F R P U E W . or -");
        Segment = Segment with { Flags = flags };
        SkipBlanks();
    }

    private void ReadNumbers()
    {
        uint start = ReadNumber();
        Take(':');
        uint end = ReadNumber();
        Take('(');
        uint length = ReadNumber(int.MaxValue);
        Take(')');
        if (end - start != length)
            Fail($"a length of {end - start}, as the sequence numbers say");
        Segment = Segment with { Sequence = new(start + _sequenceBase.Value), PayloadLength = (int)length };
        SkipBlanks();
    }

    private void ReadOptions()
    {
        Parts |= SegmentParts.Options;
        if (TryTake(">"))
            return;
        do
            ReadOption();
        while (TryTake(","));
        Take('>');
        Segment = Segment with { Options = _options };
    }

    private void ReadOption()
    {
        if (TryTake("nop") || TryTake("eol"))
            return;
        if (TryTake("mss "))
            _options = _options with { MaximumSegmentSize = (ushort)ReadNumber(ushort.MaxValue) };
        else if (TryTake("wscale "))
            _options = _options with { WindowScale = (byte)ReadNumber(TcpOptions.MostWindowScale) };
        else if (TryTake("sackOK"))
            _options = _options with { SackPermitted = true };
        else if (TryTake("TS val "))
            _options = _options with { Timestamps = ReadTimestamps() };
        else if (TryTake("sack "))
            _options = _options with { Sack = ReadSack() };
        else if (TryTake("FO"))
            _options = _options with { FastOpen = TryTake(" ") ? ReadCookie() : default(FastOpenCookie) };
        else
            Fail("mss, wscale, sackOK, TS val, sack, FO or nop");
    }

    private TcpTimestamps ReadTimestamps()
    {
        uint value = ReadNumber();
        if (!TryTake(" ecr "))
            Fail("' ecr '");
        return new(value, ReadNumber());
    }

    private SackBlocks ReadSack()
    {
        Span<SackBlock> blocks = stackalloc SackBlock[SackBlocks.Most];
        int count = 0;
        do
        {
            uint left = ReadNumber();
            Take(':');
            uint right = ReadNumber();
            if (count == blocks.Length)
                Fail("at most four SACK blocks");
            else
                blocks[count++] = new(new(left + _acknowledgmentBase.Value), new(right + _acknowledgmentBase.Value));
        }
        while (TryTake(" "));
        return new(blocks[..count]);
    }

    private FastOpenCookie ReadCookie()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiHexDigit(_text[_at]))
            _at++;
        if ((_at - start) % 2 == 0 && FastOpenCookie.IsLegal((_at - start) / 2))
            return new FastOpenCookie(Convert.FromHexString(_text[start.._at]));
        _at = start;
        Fail("a cookie of 4 to 16 octets in hexadecimal");
        return default;
    }

    private uint ReadNumber(uint most = uint.MaxValue)
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        if (uint.TryParse(_text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number <= most)
            return number;
        _at = start;
        Fail($"a number of at most {most}");
        return 0;
    }

    private void Take(char expected)
    {
        if (_at < _text.Length && _text[_at] == expected)
            _at++;
        else
            Fail($"'{expected}'");
    }

    private bool TryTake(ReadOnlySpan<char> word)
    {
        bool found = Error is null && _text[_at..].StartsWith(word, StringComparison.Ordinal);
        if (found)
            _at += word.Length;
        return found;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
    }

    private void Fail(string expected) =>
        Error ??= $"'{_text}' is no segment: at column {_at + 1} {expected} is needed, as in 'P. 1:1461(1460) ack 1 win 65535 <nop,nop,TS val 1 ecr 0>'.";
}
