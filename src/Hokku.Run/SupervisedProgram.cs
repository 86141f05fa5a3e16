using System.Diagnostics;
using System.Globalization;
using Hokku.Driver;
using Hokku.Linux;
using Hokku.Linux.Programs;

namespace Hokku.Run;

/// <summary>An unmodified Linux program whose sockets are a host's.</summary>
public static class SupervisedProgram
{
    /// <summary>The soft limit of open files that the program is to have, as the shell had it; a runtime raises its own.</summary>
    public const string OpenFilesVariable = "HOKKU_OPEN_FILES";

    /// <summary>What a shell answers when it cannot start a supervisor.</summary>
    public const int CannotSupervise = 125;

    /// <summary>Runs a program with this process's streams, folder and environment until it and all that it has started have ended.</summary>
    /// <param name="driver">Whose sockets the program gets; stays the caller's.</param>
    /// <param name="launcher">The launcher's path.</param>
    /// <param name="program">A path, or a name to look for.</param>
    /// <param name="arguments">The program's.</param>
    /// <param name="failed">Told of defects met while serving.</param>
    /// <param name="stop">Ends the program by SIGTERM.</param>
    /// <returns>The program's exit code; 128 and the number of the signal that ended it; 127 not found, 126 not executable, 125 no supervision.</returns>
    /// <exception cref="LinuxException">No descriptors or processes are to be had.</exception>
    public static async Task<int> RunAsync(
        IStackDriver driver, string launcher, string program, IReadOnlyList<string> arguments, Action<Exception> failed, CancellationToken stop)
    {
        var (ours, theirs) = UnixSocket.MakePair();
        using (ours)
        {
            using var process = Start(launcher, theirs, program, arguments);
            using var stopping = stop.Register(() => LinuxProcess.Signal(process.Id, 15));
            if (await Task.Run(() => TakeListener(ours)) is not { } listener)
            {
                await process.WaitForExitAsync(CancellationToken.None);
                return process.ExitCode;
            }

            using var supervisor = new ProgramSupervisor(driver, new CallListener(listener), failed);
            UnixSocket.Send(ours, [1], []);
            await process.WaitForExitAsync(CancellationToken.None);
            await supervisor.Ended;
            return process.ExitCode;
        }
    }

    private static Process Start(string launcher, Descriptor channel, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(launcher) { UseShellExecute = false };
        start.ArgumentList.Add(channel.Number.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(Environment.GetEnvironmentVariable(OpenFilesVariable) is { } limit && ulong.TryParse(limit, out _) ? limit : "0");
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove(OpenFilesVariable);
        using (channel)
        {
            channel.KeepOnExec();
            return Process.Start(start)!;
        }
    }

    // Null when the launcher has ended, which says why.
    private static Descriptor? TakeListener(Descriptor channel)
    {
        Span<byte> octet = stackalloc byte[1];
        Span<int> descriptors = stackalloc int[1];
        nint received;
        int count;
        while ((received = UnixSocket.Receive(channel, octet, descriptors, out count)) == -(int)LinuxError.EINTR)
        {
        }

        return received == 1 && count == 1 ? new Descriptor(descriptors[0]) : null;
    }
}
