namespace Hokku.Cli;

/// <summary>Something the user can mend: printed as one line, without a trace, and ends the tool with the exit code.</summary>
internal sealed class UserException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
