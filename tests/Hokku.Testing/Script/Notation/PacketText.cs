namespace Hokku.Testing;

/// <summary>
/// A packet in the notation: <c>[ce] P. 1:101(100) ack 1</c>, <c>udp (100)</c>, <c>icmp unreachable frag_needed mtu 1200 [1:1461(1460)]</c>.
/// Marks of the network header come first, in brackets.
/// </summary>
internal sealed record PacketText
{
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Of TCP; null for others.</summary>
    public SegmentText? Segment { get; init; }

    /// <summary>Of UDP: the payload's length.</summary>
    public string? Datagram { get; init; }

    /// <summary>Of ICMP: its words.</summary>
    public IReadOnlyList<string>? Control { get; init; }

    /// <summary>What an ICMP message quotes.</summary>
    public string? Quoted { get; init; }

    /// <exception cref="FormatException">The text is no packet; the message says what would be right.</exception>
    public static PacketText Parse(string text)
    {
        string rest = text.Trim();
        IReadOnlyList<string> marks = [];
        if (rest.StartsWith('['))
        {
            int close = rest.IndexOf(']', StringComparison.Ordinal);
            if (close < 0)
                throw new FormatException($"'{rest}': marks of a packet end with ']', as in '[ect0] . 1:1(0) ack 1'");
            marks = [.. rest[1..close].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            rest = rest[(close + 1)..].Trim();
        }

        if (rest.StartsWith("udp", StringComparison.Ordinal))
            return new() { Marks = marks, Datagram = Length(rest) };
        if (!rest.StartsWith("icmp", StringComparison.Ordinal))
            return new() { Marks = marks, Segment = SegmentText.Parse(rest) };
        int open = rest.IndexOf('[', StringComparison.Ordinal);
        return new()
        {
            Marks = marks,
            Control = (open < 0 ? rest : rest[..open]).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Quoted = open < 0 ? null : rest[(open + 1)..].TrimEnd(']').Trim(),
        };
    }

    /// <summary>The text as far as another names its parts.</summary>
    public string Show(PacketText parts)
    {
        var marks = Marks.Where(m => parts.Marks.Any(p => NetworkMarks.AreAlike(m, p))).ToList();
        string text = marks.Count == 0 ? "" : $"[{string.Join(", ", marks)}] ";
        if (Segment is not null)
            return text + Segment.Show(parts.Segment ?? Segment);
        if (Datagram is not null)
            return $"{text}udp ({Datagram})";
        return text + string.Join(' ', Control!) + (parts.Quoted is not null && Quoted is not null ? $" [{Quoted}]" : "");
    }

    /// <summary>As <see cref="SegmentText.Against"/>.</summary>
    public PacketText Against(PacketText sent, ScriptNames names) => this with
    {
        Marks = [.. sent.Marks.Select(s => Marks.FirstOrDefault(p => NetworkMarks.AreAlike(p, s)) is { } mark ? (IsSame(mark, s, names) ? s : mark) : null).OfType<string>()],
        Segment = Segment is not null && sent.Segment is not null ? Segment.Against(sent.Segment, names) : Segment,
        Datagram = Datagram is not null && sent.Datagram is not null && ValuePattern.Matches(Datagram, sent.Datagram, names) ? sent.Datagram : Datagram,
        Control = Control is not null && sent.Control is not null ? [.. Control.Select((word, i) => i < sent.Control.Count && ValuePattern.Matches(word, sent.Control[i], names) ? sent.Control[i] : word)] : Control,
        Quoted = Quoted == "*" ? sent.Quoted : Quoted,
    };

    public override string ToString() => Show(this);

    private static bool IsSame(string pattern, string word, ScriptNames names)
    {
        string[] patterns = pattern.Split(' ');
        string[] words = word.Split(' ');
        return patterns.Length == words.Length && patterns.Zip(words).All(p => ValuePattern.Matches(p.First, p.Second, names));
    }

    private static string Length(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        return open >= 0 && text.EndsWith(')') && ValuePattern.IsNumeric(text[(open + 1)..^1])
            ? text[(open + 1)..^1]
            : throw new FormatException($"'{text}' is no datagram: 'udp (LENGTH)' is needed");
    }
}
