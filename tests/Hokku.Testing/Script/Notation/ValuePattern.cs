using System.Globalization;

namespace Hokku.Testing;

/// <summary>One value of a notation: a number or word, <c>*</c> for any, <c>10~20</c> for a range, <c>$name</c> for one that is remembered.</summary>
internal static class ValuePattern
{
    public static bool Matches(string pattern, string actual, ScriptNames names)
    {
        if (pattern == "*")
            return true;
        if (pattern.StartsWith('$'))
            return names.Bind(pattern, actual);
        int tilde = pattern.IndexOf('~', StringComparison.Ordinal);
        if (tilde <= 0)
            return pattern == actual;
        return TryRead(pattern[..tilde], out double low) && TryRead(pattern[(tilde + 1)..], out double high) && TryRead(actual, out double value)
            && value >= low && value <= high;
    }

    /// <summary>Whether it can stand where a number belongs.</summary>
    public static bool IsNumeric(string pattern)
    {
        if (pattern == "*" || (pattern.StartsWith('$') && pattern.Length > 1))
            return true;
        return pattern.Length > 0 && pattern.Split('~').All(p => uint.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    /// <exception cref="FormatException">It is no number, or one that is too large.</exception>
    public static uint Number(string text, ScriptNames names, uint most = uint.MaxValue)
    {
        string value = names.Resolve(text);
        return uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number <= most
            ? number
            : throw new FormatException($"a number of at most {most} is needed, not '{text}'");
    }

    private static bool TryRead(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
