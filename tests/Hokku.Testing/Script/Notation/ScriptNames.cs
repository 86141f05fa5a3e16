namespace Hokku.Testing;

/// <summary>The names that a script has given to values it saw on the wire, such as <c>$cookie</c>.</summary>
internal sealed class ScriptNames
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Gives a value to a name, or asks whether the name has that value.</summary>
    public bool Bind(string name, string value) => _values.TryAdd(name, value) || _values[name] == value;

    /// <exception cref="FormatException">Nothing has that name yet.</exception>
    public string Resolve(string text) => !text.StartsWith('$') ? text
        : _values.TryGetValue(text, out string? value) ? value
        : throw new FormatException($"nothing is called {text} yet: a packet that is expected ('>') must have it first");
}
