using System.CommandLine;
using System.Net.Sockets;

namespace Hokku.Cli;

/// <summary>Turns what went wrong into one line on standard error and an exit code.</summary>
internal static class Reporting
{
    /// <summary>Waits for a command and reports what it threw.</summary>
    public static async Task<int> Reported(this Task<int> command)
    {
        try
        {
            return await command;
        }
        catch (UserException problem)
        {
            return Report(problem.Message, problem.ExitCode);
        }
        catch (ConfigurationException problem)
        {
            return Report(problem.Message, 2);
        }
        catch (SocketException problem)
        {
            return Report(problem.Message, 1);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return Report(problem.Message, 1);
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    /// <summary>What of a command line was not understood, and where help is. Exits with 2, as 1 means "no answer" or "refused".</summary>
    public static int Report(ParseResult arguments)
    {
        foreach (var error in arguments.Errors)
            Report(error.Message, 2);
        string tool = arguments.CommandResult.Command.Name;
        return Report($"'hokku {(tool == "hokku" ? "" : $"{tool} ")}--help' tells more.", 2);
    }

    private static int Report(string message, int exitCode)
    {
        Console.Error.WriteLine($"hokku: {message}");
        return exitCode;
    }
}
