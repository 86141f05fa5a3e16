using System.CommandLine;
using Hokku.Linux;

namespace Hokku.Cli.Commands;

/// <summary>hokku down: ends a running host.</summary>
internal static class DownCommand
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var command = new Command("down", "End a running host.");
        command.SetAction((arguments, cancel) => RunAsync(HostConnection.Path(arguments), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string path, CancellationToken cancel)
    {
        int process;
        using (var connection = UnixSocket.Connect(path))
            process = UnixSocket.CredentialsOf(connection).Process;
        // 0 stands for a process outside of our view, which as a target would be our own group.
        if (process <= 0)
            throw new UserException("The host's process cannot be seen from here: it lives outside of this container.");
        var error = LinuxProcess.Signal(process, Terminate);
        if (error != LinuxError.None)
            throw new UserException($"The host's process {process} could not be told to end ({error}); only its owner may do that.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        while (IsAlive(process))
        {
            try
            {
                await Task.Delay(20, limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new UserException($"The host's process {process} has not ended within {Patience.TotalSeconds} seconds.");
            }
        }

        return 0;
    }

    /// <summary>Whether the process runs still; one that has ended and was not waited for by its parent does not.</summary>
    private static bool IsAlive(int process)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{process}/stat");
            return status[status.LastIndexOf(')')..] is not [_, _, 'Z' or 'X', ..];
        }
        catch (IOException)
        {
            return false;
        }
    }
}
