using System.Buffers.Binary;

namespace Hokku.Testing;

/// <summary>TCP options between octets and words, without the stack's own parser: <c>mss 1460</c>, <c>sackOK</c>, <c>TS val 1 ecr 0</c>, <c>FO 0011223344556677</c> …</summary>
/// <param name="sequenceBase">What the SACK blocks are relative to.</param>
/// <param name="valueBase">What the sender's timestamps are relative to.</param>
/// <param name="echoBase">What echoed timestamps are relative to.</param>
internal readonly struct OptionText(uint sequenceBase, uint valueBase, uint echoBase)
{
    private const int EndOfList = 0;
    private const int NoOperation = 1;
    private const int MaximumSegmentSize = 2;
    private const int WindowScale = 3;
    private const int SackPermitted = 4;
    private const int Sack = 5;
    private const int Timestamps = 8;
    private const int FastOpen = 34;

    /// <summary>The words of options on the wire.</summary>
    public List<string> Read(ReadOnlySpan<byte> octets)
    {
        var words = new List<string>();
        while (!octets.IsEmpty)
        {
            int length = octets[0] is EndOfList or NoOperation ? 1 : octets.Length < 2 ? 0 : octets[1];
            if (length == 0 || length > octets.Length || (octets[0] > NoOperation && length < 2))
            {
                words.Add($"raw {Convert.ToHexStringLower(octets)}");
                break;
            }

            words.Add(Word(octets[..length]));
            octets = octets[length..];
        }

        return words;
    }

    /// <summary>The octets of words, padded to the header's grain.</summary>
    /// <exception cref="FormatException">A word is no option; the message says what would be right.</exception>
    public byte[] Write(IEnumerable<string> words, ScriptNames names)
    {
        var octets = new List<byte>();
        foreach (string word in words)
            Append(octets, word, names);
        while (octets.Count % 4 != 0)
            octets.Add(EndOfList);
        return octets.Count <= 40 ? [.. octets] : throw new FormatException($"options of {octets.Count} octets do not fit into a header, which has room for 40");
    }

    private string Word(ReadOnlySpan<byte> option) => (int)option[0] switch
    {
        EndOfList => "eol",
        NoOperation => "nop",
        MaximumSegmentSize when option.Length == 4 => $"mss {BinaryPrimitives.ReadUInt16BigEndian(option[2..])}",
        WindowScale when option.Length == 3 => $"wscale {option[2]}",
        SackPermitted when option.Length == 2 => "sackOK",
        Sack when option.Length % 8 == 2 => $"sack{Blocks(option[2..])}",
        Timestamps when option.Length == 10 => Clock(option),
        FastOpen => $"FO {Convert.ToHexStringLower(option[2..])}".TrimEnd(),
        _ => $"kind {option[0]} {Convert.ToHexStringLower(option[2..])}".TrimEnd(),
    };

    // An echo of zero says that there is none.
    private string Clock(ReadOnlySpan<byte> option)
    {
        uint echo = BinaryPrimitives.ReadUInt32BigEndian(option[6..]);
        return $"TS val {BinaryPrimitives.ReadUInt32BigEndian(option[2..]) - valueBase} ecr {(echo == 0 ? 0 : echo - echoBase)}";
    }

    private string Blocks(ReadOnlySpan<byte> edges)
    {
        string text = "";
        for (; edges.Length >= 8; edges = edges[8..])
            text += $" {BinaryPrimitives.ReadUInt32BigEndian(edges) - sequenceBase}:{BinaryPrimitives.ReadUInt32BigEndian(edges[4..]) - sequenceBase}";
        return text;
    }

    private void Append(List<byte> octets, string option, ScriptNames names)
    {
        string[] words = option.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["eol"]: octets.Add(EndOfList); break;
            case ["nop"]: octets.Add(NoOperation); break;
            case ["sackOK"]: octets.AddRange([SackPermitted, 2]); break;
            case ["mss", var size]: octets.AddRange([MaximumSegmentSize, 4, .. Two(ValuePattern.Number(size, names, ushort.MaxValue))]); break;
            case ["wscale", var scale]: octets.AddRange([WindowScale, 3, (byte)ValuePattern.Number(scale, names, byte.MaxValue)]); break;
            case ["TS", "val", var value, "ecr", var echo]: AppendClock(octets, ValuePattern.Number(value, names), ValuePattern.Number(echo, names)); break;
            case ["sack", ..] when words.Length > 1 && words.Length % 2 == 1: AppendBlocks(octets, words, names); break;
            case ["FO"]: octets.AddRange([FastOpen, 2]); break;
            case ["FO", var cookie]: AppendHex(octets, FastOpen, names.Resolve(cookie)); break;
            case ["kind", var kind]: octets.AddRange([(byte)ValuePattern.Number(kind, names, byte.MaxValue), 2]); break;
            case ["kind", var kind, var text]: AppendHex(octets, (byte)ValuePattern.Number(kind, names, byte.MaxValue), text); break;
            case ["raw", var text]: octets.AddRange(Hex(text)); break;
            default:
                throw new FormatException(
                    $"'{option}' is no option: mss N, wscale N, sackOK, sack LEFT:RIGHT ..., TS val N ecr N, FO HEX, nop, eol, kind N HEX or raw HEX is needed");
        }
    }

    private void AppendClock(List<byte> octets, uint value, uint echo) =>
        octets.AddRange([Timestamps, 10, .. Four(value + valueBase), .. Four(echo == 0 ? 0 : echo + echoBase)]);

    private void AppendBlocks(List<byte> octets, string[] words, ScriptNames names)
    {
        octets.AddRange([Sack, (byte)(2 + (4 * (words.Length - 1)))]);
        foreach (string edge in words.Skip(1))
            octets.AddRange(Four(ValuePattern.Number(edge, names) + sequenceBase));
    }

    private static void AppendHex(List<byte> octets, byte kind, string text)
    {
        byte[] value = Hex(text);
        octets.AddRange([kind, (byte)(2 + value.Length), .. value]);
    }

    private static byte[] Hex(string text) =>
        text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : throw new FormatException($"octets are pairs of hexadecimal digits, not '{text}'");

    private static byte[] Two(uint value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Four(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
