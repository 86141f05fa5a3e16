using System.Text.Json;
using Hokku.Linux;

namespace Hokku.Interop.Tests;

/// <summary>The built hokku command, run as processes in a namespace; and a host that it has started there.</summary>
internal sealed class CliProcess : IDisposable
{
    private readonly LinuxNamespace _home;
    private readonly LinuxProgram _up;

    /// <summary>Starts a host and waits until it is ready.</summary>
    public CliProcess(LinuxNamespace home, string name, params string[] arguments)
    {
        (_home, Name) = (home, name);
        _up = home.Start(Program, ["up", "--name", name, .. arguments]);
        _up.WaitFor($"ready {name} ");
        var words = _up.Output.Split(' ', '\n');
        ProcessId = int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture);
        Socket = words[3].Trim();
    }

    /// <summary>The apphost beside its project.</summary>
    public static string Program { get; } = Find();

    public string Name { get; }

    /// <summary>The process of the host.</summary>
    public int ProcessId { get; }

    /// <summary>Where its driver is published.</summary>
    public string Socket { get; }

    /// <summary>The folder that is the host's.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetDirectoryName(Socket))!;

    /// <summary>A tool, told which host by --name.</summary>
    public ProgramResult Run(params string[] arguments) => _home.Run(Program, [.. arguments, "--name", Name]);

    /// <summary>A tool's JSON.</summary>
    public JsonElement Json(params string[] arguments) => JsonDocument.Parse(Run([.. arguments, "--json"]).Succeeded().Output).RootElement;

    /// <summary>A tool that goes on.</summary>
    public LinuxProgram Start(params string[] arguments) => _home.Start(Program, [.. arguments, "--name", Name]);

    /// <summary>Waits for the end of the host.</summary>
    public ProgramResult WaitForExit() => _up.WaitForExit();

    /// <summary>Ends the host, if it is there still, so that its name and folder are free.</summary>
    public void Dispose()
    {
        if (File.Exists(Socket) && LinuxProcess.Signal(ProcessId, 15) == LinuxError.None)
            _up.WaitForExit();
        _up.Dispose();
    }

    private static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Hokku.slnx")))
            root = root.Parent;
        string output = Path.GetRelativePath(Path.Combine(root!.FullName, "tests", "Hokku.Interop.Tests"), AppContext.BaseDirectory);
        return Path.Combine(root.FullName, "src", "Hokku.Cli", output, "Hokku.Cli");
    }
}
