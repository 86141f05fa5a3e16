using System.CommandLine;
using System.Runtime.InteropServices;
using Hokku.Driver;
using Hokku.Run;

namespace Hokku.Cli.Commands;

/// <summary>hokku run: an unmodified Linux program on a running host, or on one of its own.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Words = new("program")
    {
        Description = "After --, the program and its arguments.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static CancellationTokenSource? _program;

    /// <summary>Whether signals are the program's: it gets those of the terminal itself, and decides.</summary>
    public static bool IsRunning => _program is not null;

    /// <summary>While a program runs, a request to end is passed on to it.</summary>
    public static bool TakesSignal(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGTERM)
            _program?.Cancel();
        return IsRunning;
    }

    public static Command Create()
    {
        var command = new Command("run", "Run a Linux program whose sockets are a host's: hokku run [--name HOST] -- PROGRAM ARGUMENTS. With the flags of up, on a host of its own.") { Words };
        UpCommand.AddHostOptions(command);
        command.SetAction((arguments, _) => RunAsync(arguments, arguments.GetValue(Words)!));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, string[] words)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new UserException("run needs Linux on x86-64: it answers that system's calls.", SupervisedProgram.CannotSupervise);
        try
        {
            if (!UpCommand.DescribesHost(arguments))
            {
                using var running = new PublishedDriverClient(HostConnection.Path(arguments));
                return await RunAsync(running, words);
            }

            var configuration = UpCommand.Read(arguments);
            if (arguments.GetValue(CommonOptions.Name) is null && arguments.GetValue(UpCommand.Config) is null)
                configuration.Name = $"run-{Environment.ProcessId}";
            using var host = UpCommand.Build(configuration).Start();
            using var published = new PublishedDriver(host.Driver, new PublishedDriverOptions { Failed = UpCommand.Survive });
            return await RunAsync(host.Driver, words);
        }
        catch (Exception problem) when (problem is DriverException or UserException { ExitCode: 1 })
        {
            throw new UserException(problem.Message, SupervisedProgram.CannotSupervise);
        }
    }

    private static async Task<int> RunAsync(IStackDriver driver, string[] words)
    {
        string launcher = Path.Combine(AppContext.BaseDirectory, "Hokku.Run.Launcher");
        using var program = _program = new CancellationTokenSource();
        int code = await SupervisedProgram.RunAsync(driver, launcher, words[0], words[1..], UpCommand.Survive, program.Token);
        _program = null;
        return code;
    }
}
