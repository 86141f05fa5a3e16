namespace Hokku.Testing;

/// <summary>What a network header says besides addresses, for every family: the ECN and Diffserv octet, the hops that are left, and flags.</summary>
internal readonly record struct NetworkMarks(byte TypeOfService, byte Hops = 64, bool MayFragment = false, bool HasBadChecksum = false)
{
    private static readonly string[] Congestion = ["noecn", "ect1", "ect0", "ce"];

    /// <summary>Reads the words between brackets, such as <c>[ce, ttl 3]</c>.</summary>
    /// <exception cref="FormatException">A word is no mark.</exception>
    public static NetworkMarks Parse(IEnumerable<string> words, ScriptNames names)
    {
        var marks = new NetworkMarks(0, 64);
        foreach (string word in words)
            marks = marks.With(word, names);
        return marks;
    }

    /// <summary>Every mark as a word.</summary>
    public string[] Words() => [Congestion[TypeOfService & 3], $"tos {TypeOfService & ~3}", $"ttl {Hops}", MayFragment ? "nodf" : "df"];

    /// <summary>Whether two words say something of the same mark.</summary>
    public static bool AreAlike(string one, string other) => Class(one) == Class(other);

    private NetworkMarks With(string word, ScriptNames names)
    {
        int congestion = Array.IndexOf(Congestion, word);
        if (congestion >= 0)
            return this with { TypeOfService = (byte)((TypeOfService & ~3) | congestion) };
        return word.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["tos", var value] => this with { TypeOfService = (byte)((ValuePattern.Number(value, names, byte.MaxValue) & ~3u) | (uint)(TypeOfService & 3)) },
            ["ttl", var value] => this with { Hops = (byte)ValuePattern.Number(value, names, byte.MaxValue) },
            ["df"] => this with { MayFragment = false },
            ["nodf"] => this with { MayFragment = true },
            ["badsum"] => this with { HasBadChecksum = true },
            _ => throw new FormatException($"'{word}' is no mark of a packet: noecn, ect0, ect1, ce, tos N, ttl N, df, nodf or badsum is needed"),
        };
    }

    private static string Class(string word) =>
        Congestion.Contains(word) ? "ecn" : word is "df" or "nodf" ? "df" : word.Split(' ')[0];
}
