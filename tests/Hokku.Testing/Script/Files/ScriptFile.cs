namespace Hokku.Testing;

/// <summary>A script file, read: settings, the requirements it shows, and its events. See docs/tcpscript.md for the grammar.</summary>
public sealed class ScriptFile
{
    private readonly List<ScriptLine> _lines = [];
    private readonly List<(string Document, string Clause)> _requirements = [];

    private ScriptFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>The requirements that the script shows: document and number.</summary>
    public IReadOnlyList<(string Document, string Clause)> Requirements => _requirements;

    internal ScriptOptions Options { get; private set; } = new();

    internal TimeSpan Tolerance { get; private set; } = TimeSpan.FromMilliseconds(2);

    internal IReadOnlyList<ScriptLine> Lines => _lines;

    /// <summary>Whether our side opens the connection.</summary>
    internal bool IsActive => _lines.Exists(l => l.Event.StartsWith("connect(", StringComparison.Ordinal)) && !_lines.Exists(l => l.Event.StartsWith("listen(", StringComparison.Ordinal));

    /// <summary>Every script below a folder, in order.</summary>
    public static IEnumerable<string> Find(string folder) => Directory.EnumerateFiles(folder, "*.script", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <exception cref="ScriptFileException">A line is wrong.</exception>
    public static ScriptFile Load(string path) => Parse(path, File.ReadAllText(path));

    /// <param name="path">What error messages call it.</param>
    /// <param name="text">The script.</param>
    /// <exception cref="ScriptFileException">A line is wrong.</exception>
    public static ScriptFile Parse(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var script = new ScriptFile(path);
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string bare = WithoutComment(line).Trim();
            if (bare.Length == 0)
                continue;
            try
            {
                script.Add(number, bare);
            }
            catch (FormatException wrong)
            {
                throw new ScriptFileException(path, number, wrong.Message);
            }
        }

        return script;
    }

    /// <summary>Runs the script against a stack of its own.</summary>
    /// <param name="trace">Told every line that happened, when it has ended.</param>
    /// <exception cref="ScriptFileException">It was not met.</exception>
    public void Run(Action<string>? trace = null)
    {
        using var machine = new ScriptMachine(this);
        try
        {
            machine.Run();
        }
        finally
        {
            trace?.Invoke(machine.Trace);
        }
    }

    private static string WithoutComment(string line)
    {
        int hash = line.IndexOf('#', StringComparison.Ordinal);
        int slashes = line.IndexOf("//", StringComparison.Ordinal);
        int end = Math.Min(hash < 0 ? line.Length : hash, slashes < 0 ? line.Length : slashes);
        return line[..end];
    }

    private void Add(int number, string line)
    {
        string first = line.Split(' ')[0];
        if (ScriptSettings.IsSetting(first))
        {
            if (_lines.Count > 0)
                throw new FormatException($"'{first}' is a setting and belongs before the first event");
            AddSetting(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            return;
        }

        if (first is "established" or "listening")
        {
            foreach (string step in ScriptPrelude.Expand(line))
                _lines.Add(new(number, ScriptMoment.AtOnce, step));
            return;
        }

        bool hasTime = ScriptMoment.IsTime(first);
        var moment = hasTime ? ScriptMoment.Parse(first) : ScriptMoment.AtOnce;
        string what = (hasTime ? line[first.Length..] : line).Trim();
        if (what.Length == 0 || !(what[0] is '<' or '>' || what.Contains('(', StringComparison.Ordinal) || what == "wait"))
            throw new FormatException($"'{what}' is no event: '< packet', '> packet', 'call(...) = result' or 'wait' is needed, or one of the settings {ScriptSettings.Names}");
        _lines.Add(new(number, moment, what));
    }

    private void AddSetting(string[] words)
    {
        switch (words)
        {
            case ["requirement", .., var clause] when words.Length > 2:
                _requirements.Add((string.Join(' ', words[1..^1]), clause));
                break;
            case ["tolerance", var milliseconds]:
                Tolerance = TimeSpan.FromMilliseconds(ValuePattern.Number(milliseconds, new ScriptNames()));
                break;
            default:
                Options = ScriptSettings.Apply(Options, words);
                break;
        }
    }
}
