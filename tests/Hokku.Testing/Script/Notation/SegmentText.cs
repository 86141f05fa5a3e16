namespace Hokku.Testing;

/// <summary>
/// A TCP segment in the notation, each part as text, so that an expected one can have patterns where a sent one has numbers:
/// <c>P. 1:1461(1460) ack 1 win 60000~65535 &lt;nop,nop,TS val * ecr 7&gt;</c>. What an expected one does not name is null and is not compared.
/// </summary>
internal sealed record SegmentText(string Flags, string Start, string End, string Length)
{
    private const string FlagLetters = "SFRPUEW.";

    public string? Acknowledgment { get; init; }

    public string? Window { get; init; }

    public string? Urgent { get; init; }

    public IReadOnlyList<string>? Options { get; init; }

    /// <exception cref="FormatException">The text is no segment; the message says where and what would be right.</exception>
    public static SegmentText Parse(string text)
    {
        string rest = text.Trim();
        IReadOnlyList<string>? options = null;
        int open = rest.IndexOf('<', StringComparison.Ordinal);
        if (open >= 0)
        {
            if (!rest.EndsWith('>'))
                throw Wrong(text, "options end with '>'");
            options = [.. rest[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            rest = rest[..open];
        }

        string[] words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2)
            throw Wrong(text, "flags and sequence numbers are needed");
        if (words[0] is not ("-" or "*") && words[0].Any(c => !FlagLetters.Contains(c, StringComparison.Ordinal)))
            throw Wrong(text, $"flags are of S F R P U E W and '.', or '-' for none, not '{words[0]}'");
        var segment = ParseNumbers(words[0], words[1], text) with { Options = options };
        if (words.Length % 2 != 0)
            throw Wrong(text, $"'{words[^1]}' has no number behind it");
        for (int i = 2; i < words.Length; i += 2)
            segment = segment.With(words[i], words[i + 1], text);
        return segment;
    }

    /// <summary>The text of a segment as far as another names its parts.</summary>
    public string Show(SegmentText parts)
    {
        string text = $"{Flags} {Start}:{End}({Length})";
        if (parts.Acknowledgment is not null && Acknowledgment is not null)
            text += $" ack {Acknowledgment}";
        if (parts.Window is not null && Window is not null)
            text += $" win {Window}";
        if (parts.Urgent is not null && Urgent is not null)
            text += $" urg {Urgent}";
        if (parts.Options is not null && Options is not null && (parts.Options.Count > 0 || Options.Count > 0))
            text += $" <{string.Join(',', Options)}>";
        return text;
    }

    /// <summary>This pattern with every part replaced by that of a segment where it matches: equal texts are a match, and else the first difference shows.</summary>
    public SegmentText Against(SegmentText sent, ScriptNames names) => this with
    {
        Flags = Flags == "*" || SameLetters(Flags, sent.Flags) ? sent.Flags : Flags,
        Start = Pick(Start, sent.Start, names)!,
        End = Pick(End, sent.End, names)!,
        Length = Pick(Length, sent.Length, names)!,
        Acknowledgment = Pick(Acknowledgment, sent.Acknowledgment, names),
        Window = Pick(Window, sent.Window, names),
        Urgent = Pick(Urgent, sent.Urgent, names),
        Options = Options is not null && sent.Options is not null && OptionPattern.Matches(Options, sent.Options, names) ? sent.Options : Options,
    };

    public override string ToString() => Show(this);

    private static SegmentText ParseNumbers(string flags, string numbers, string text)
    {
        int colon = numbers.IndexOf(':', StringComparison.Ordinal);
        int open = numbers.IndexOf('(', StringComparison.Ordinal);
        if (colon <= 0 || open < colon || !numbers.EndsWith(')'))
            throw Wrong(text, $"sequence numbers are FIRST:NEXT(LENGTH), not '{numbers}'");
        var segment = new SegmentText(flags, numbers[..colon], numbers[(colon + 1)..open], numbers[(open + 1)..^1]);
        foreach (string value in (string[])[segment.Start, segment.End, segment.Length])
            RequireNumber(value, text);
        if (uint.TryParse(segment.Start, out uint start) && uint.TryParse(segment.End, out uint end) && uint.TryParse(segment.Length, out uint length) && end - start != length)
            throw Wrong(text, $"a length of {end - start} is needed, as the sequence numbers say, not {length}");
        return segment;
    }

    private static bool SameLetters(string one, string other) => one.Length == other.Length && one.All(c => other.Contains(c, StringComparison.Ordinal));

    private static string? Pick(string? pattern, string? actual, ScriptNames names) =>
        pattern is not null && actual is not null && ValuePattern.Matches(pattern, actual, names) ? actual : pattern;

    private static void RequireNumber(string value, string text)
    {
        if (!ValuePattern.IsNumeric(value))
            throw Wrong(text, $"a number, '*', a range 'LOW~HIGH' or '$name' is needed, not '{value}'");
    }

    private static FormatException Wrong(string text, string what) =>
        new($"'{text.Trim()}' is no segment: {what}, as in 'P. 1:1461(1460) ack 1 win 65535 <nop,nop,TS val 1 ecr 0>'.");

    private SegmentText With(string word, string value, string text)
    {
        RequireNumber(value, text);
        return word switch
        {
            "ack" => this with { Acknowledgment = value },
            "win" => this with { Window = value },
            "urg" => this with { Urgent = value },
            _ => throw Wrong(text, $"'ack', 'win', 'urg' or '<options>' is needed, not '{word}'"),
        };
    }
}
