using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Hokku.Cli;
using Hokku.Cli.Commands;

// The first request to end cancels, so that what was begun is ended well; a second one ends the process. Never disposed: a signal may come at any time.
var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// The library's own handling of signals raises an exception when one comes at the end.
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
var command = HokkuCommand.Create().Parse(args.Length == 0 ? ["--help"] : args);
return command.Action is ParseErrorAction ? Reporting.Report(command) : await command.InvokeAsync(invocation, stop.Token).Reported();

void Stop(PosixSignalContext signal)
{
    signal.Cancel = RunCommand.TakesSignal(signal.Signal) || !stop.IsCancellationRequested;
    if (!RunCommand.IsRunning)
        stop.Cancel();
}
