using Xunit;

namespace Hokku.Interop.Tests;

/// <summary>What a program left: its exit code and what it printed.</summary>
public sealed record ProgramResult(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the test, with what was printed, unless the exit code is 0.</summary>
    public ProgramResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command}: exit code {ExitCode}\n{Output}{Errors}");
        return this;
    }
}
