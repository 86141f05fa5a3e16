namespace Hokku.Testing;

/// <summary>Compares lists of options: in any order, unless the expected list has padding in it, which then is compared to the letter.</summary>
internal static class OptionPattern
{
    private static readonly char[] Breaks = [' ', ':'];

    public static bool Matches(IReadOnlyList<string> expected, IReadOnlyList<string> sent, ScriptNames names)
    {
        bool isOpen = expected.Any(o => o is "*" or "...");
        var wanted = expected.Where(o => o is not ("*" or "...")).ToList();
        if (wanted.Exists(IsPadding))
            return wanted.Count == sent.Count && wanted.Zip(sent).All(pair => IsSame(pair.First, pair.Second, names));
        var left = sent.Where(o => !IsPadding(o)).ToList();
        foreach (string option in wanted)
        {
            int at = left.FindIndex(o => IsSame(option, o, names));
            if (at < 0)
                return false;
            left.RemoveAt(at);
        }

        return isOpen || left.Count == 0;
    }

    private static bool IsPadding(string option) => option is "nop" or "eol";

    private static bool IsSame(string expected, string sent, ScriptNames names)
    {
        string[] patterns = expected.Split(Breaks, StringSplitOptions.RemoveEmptyEntries);
        string[] words = sent.Split(Breaks, StringSplitOptions.RemoveEmptyEntries);
        return patterns.Length == words.Length && patterns.Zip(words).All(pair => ValuePattern.Matches(pair.First, pair.Second, names));
    }
}
