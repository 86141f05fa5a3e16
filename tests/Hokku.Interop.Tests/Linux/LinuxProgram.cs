using System.Diagnostics;
using System.Text;

namespace Hokku.Interop.Tests;

/// <summary>A program of Linux that runs beside the test.</summary>
public sealed class LinuxProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly string _command;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private bool _disposed;

    private LinuxProgram(Process process, string command)
    {
        _process = process;
        _command = command;
    }

    /// <summary>What it is told by its standard input; <see cref="TextWriter.Close"/> ends that.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>The process's id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>What it has printed so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has complained about so far.</summary>
    public string Errors => Read(_errors);

    /// <summary>Runs a program to its end.</summary>
    public static ProgramResult Run(string program, params string[] arguments)
    {
        using var running = Start(program, arguments);
        running.Input.Close();
        return running.WaitForExit();
    }

    public static LinuxProgram Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        var started = new LinuxProgram(process, $"{program} {string.Join(' ', arguments)}");
        process.OutputDataReceived += (_, line) => Append(started._output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(started._errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits for its end; after the patience of a test it is stopped and the test fails.</summary>
    public ProgramResult WaitForExit(TimeSpan? patience = null)
    {
        if (!_process.WaitForExit(patience ?? Patience))
        {
            Stop();
            throw new TimeoutException($"{_command} has not ended.\n{Output}{Errors}");
        }

        // Reads what is still in the pipes.
        _process.WaitForExit();
        return new ProgramResult(_command, _process.ExitCode, Output, Errors);
    }

    /// <summary>Waits until it has printed something that contains the words.</summary>
    public void WaitFor(string words)
    {
        var began = Stopwatch.GetTimestamp();
        while (!Output.Contains(words, StringComparison.Ordinal) && !Errors.Contains(words, StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience || _process.HasExited)
                throw new TimeoutException($"{_command} has not printed '{words}'.\n{Output}{Errors}");
            _process.WaitForExit(10);
        }
    }

    /// <summary>Asks it to end (SIGINT) and waits.</summary>
    public ProgramResult Interrupt()
    {
        Hokku.Linux.LinuxProcess.Signal(_process.Id, 2);
        return WaitForExit();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Stop();
        _process.Dispose();
    }

    private void Stop()
    {
        if (_process.HasExited)
            return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
