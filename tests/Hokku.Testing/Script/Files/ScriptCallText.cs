namespace Hokku.Testing;

/// <summary>A call in a script: <c>write(4, 1000) = 1000</c>, <c>info(4, cwnd) &gt;= 14600</c>.</summary>
internal sealed record ScriptCallText(string Name, IReadOnlyList<string> Arguments, string Operator, string? Expected)
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "=", "<", ">"];

    /// <exception cref="FormatException">The text is no call.</exception>
    public static ScriptCallText Parse(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = Closing(text, open);
        if (open <= 0 || close < 0)
            throw new FormatException($"'{text}' is no call: 'name(arguments) = result' is needed");
        string rest = text[(close + 1)..].Trim();
        string[] arguments = [.. text[(open + 1)..close].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(a => a != "...")];
        if (rest.Length == 0)
            return new(text[..open].Trim(), arguments, "=", null);
        string sign = Operators.FirstOrDefault(o => rest.StartsWith(o, StringComparison.Ordinal))
            ?? throw new FormatException($"'{rest}': =, ==, !=, <, <=, > or >= and a result is needed behind the call");
        return new(text[..open].Trim(), arguments, sign, rest[sign.Length..].Trim());
    }

    /// <summary>Whether a result is as the script wants it.</summary>
    public bool IsMet(string result, ScriptNames names)
    {
        if (Expected is null)
            return !result.StartsWith('-');

        // '-1 EAGAIN' and 'EAGAIN' say the same.
        string expected = Expected.StartsWith("-1 E", StringComparison.Ordinal) ? Expected[3..] : Expected;
        string actual = result.StartsWith("-1 ", StringComparison.Ordinal) ? result[3..] : result;
        if (Operator is "=" or "==")
            return ValuePattern.Matches(expected, actual, names) || SameWords(expected, actual);
        if (Operator == "!=")
            return !ValuePattern.Matches(expected, actual, names);
        if (!double.TryParse(actual, out double left) || !double.TryParse(names.Resolve(expected), out double right))
            throw new FormatException($"'{Operator}' compares numbers, not '{actual}' and '{expected}'");
        return Operator switch { "<" => left < right, "<=" => left <= right, ">" => left > right, _ => left >= right };
    }

    private static bool SameWords(string one, string other) =>
        one.Contains('|', StringComparison.Ordinal) && one.Split('|').Order().SequenceEqual(other.Split('|').Order());

    private static int Closing(string text, int open)
    {
        bool isQuoted = false;
        for (int i = open + 1; i > 0 && i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"';
            if (text[i] == ')' && !isQuoted)
                return i;
        }

        return -1;
    }
}
