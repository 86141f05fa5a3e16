using System.Globalization;

namespace Hokku.Testing;

/// <summary>When an event of a script is due: <c>+0.2</c> after the last one, <c>1.5</c> after the beginning, <c>+0.2~+0.3</c> within a window, <c>*</c> whenever.</summary>
/// <param name="IsRelative">To the last event, else to the beginning.</param>
/// <param name="Earliest">The beginning of the window, or the time itself.</param>
/// <param name="Latest">The end of the window; null when the usual tolerance applies.</param>
/// <param name="IsAny">Whenever it comes.</param>
internal readonly record struct ScriptMoment(bool IsRelative, TimeSpan Earliest, TimeSpan? Latest, bool IsAny = false)
{
    public static ScriptMoment AtOnce => new(true, TimeSpan.Zero, null);

    /// <summary>Whether a word looks like a time.</summary>
    public static bool IsTime(string word) => word == "*" || (word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] is '+' or '.'));

    /// <exception cref="FormatException">The word is no time.</exception>
    public static ScriptMoment Parse(string word)
    {
        if (word == "*")
            return new(true, TimeSpan.Zero, null, IsAny: true);
        string[] ends = word.Split('~');
        if (ends.Length > 2)
            throw Wrong(word);
        var earliest = Seconds(ends[0], word);
        TimeSpan? latest = ends.Length == 2 ? Seconds(ends[1], word) : null;
        if (latest < earliest)
            throw new FormatException($"'{word}' ends before it begins");
        return new(word[0] == '+', earliest, latest);
    }

    private static TimeSpan Seconds(string text, string word) =>
        double.TryParse(text.TrimStart('+'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond))
            : throw Wrong(word);

    private static FormatException Wrong(string word) => new($"'{word}' is no time: seconds are needed, as '+0.2' after the last event, '1.5' after the beginning, '+0.2~+0.3' or '*'");
}
