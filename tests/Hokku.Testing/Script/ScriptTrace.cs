using System.Globalization;
using System.Text;

namespace Hokku.Testing;

/// <summary>What happened in a script, a line each, with the time since it began.</summary>
internal sealed class ScriptTrace(Func<TimeSpan> now, ulong seed)
{
    private readonly List<string> _lines = [];

    /// <summary>When the script began.</summary>
    public TimeSpan Start { get; set; }

    /// <summary>All of it.</summary>
    public string Text => string.Concat(_lines.Select(l => l + "\n"));

    public void Add(string line, TimeSpan? at = null)
    {
        double seconds = ((at ?? now()) - Start).TotalSeconds;
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds,10:F4}  {line}"));
    }

    public ScriptFailureException Fail(string message)
    {
        var text = new StringBuilder(message).Append("\nThe script so far, with seed ").Append(seed).Append(":\n");
        return new ScriptFailureException(text.Append(Text).ToString());
    }

    /// <summary>A failure that shows two lines and marks where they begin to differ.</summary>
    public ScriptFailureException Differ(string expected, string actual)
    {
        int same = 0;
        while (same < expected.Length && same < actual.Length && expected[same] == actual[same])
            same++;
        return Fail($"expected: {expected}\n    sent: {actual}\n          {new string(' ', same)}^");
    }
}
