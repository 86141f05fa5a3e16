namespace Hokku.Testing;

/// <summary>A script file is wrong or was not met: the message begins with file and line.</summary>
public sealed class ScriptFileException(string file, int line, string message) : Exception($"{file}:{line}: {message}")
{
    public int Line { get; } = line;
}
