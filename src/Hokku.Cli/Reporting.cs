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

    private static int Report(string message, int exitCode)
    {
        Console.Error.WriteLine($"hokku: {message}");
        return exitCode;
    }
}
