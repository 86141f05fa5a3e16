using System.CommandLine;
using Hokku.Cli.Demo;

namespace Hokku.Cli.Commands;

/// <summary>hokku demo: a Linux host and a Hokku host on the two ends of a TAP; where none can be had, two Hokku hosts on a wire.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Megabytes = new("--size") { Description = "MiB to send each way.", DefaultValueFactory = _ => 256 };
    private static readonly Option<string> Output = new("--output") { Description = "The folder for the capture.", DefaultValueFactory = _ => "." };
    private static readonly Option<bool> Inside = new("--inside") { Description = "The demo runs in a network namespace of its own already.", Hidden = true };

    public static Command Create()
    {
        var command = new Command("demo", "Show it all: real ping and curl from Linux against a Hokku host.") { Megabytes, Output, Inside };
        command.SetAction((arguments, cancel) =>
        {
            int size = arguments.GetValue(Megabytes);
            if (size is < 1 or > 4096)
                throw new UserException($"demo --size {size}: 1 to 4096 MiB are needed.", 2);
            string folder = arguments.GetValue(Output)!;
            if (!Directory.Exists(folder))
                throw new UserException($"demo --output {folder}: there is no such folder.", 2);
            return arguments.GetValue(Inside) ? TapDemo.RunAsync(size, folder, cancel) : RunAsync(size, folder, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(int size, string folder, CancellationToken cancel)
    {
        string? obstacle = DemoNamespace.Obstacle();
        if (obstacle is null && await DemoNamespace.ReenterAsync(["demo", "--inside", "--size", $"{size}", "--output", folder], cancel) is { } code)
            return code;
        Console.WriteLine($"No TAP can be had here: {obstacle ?? "a network namespace could not be made, or the tun node not opened in it (root can do both)"}.");
        Console.WriteLine("So the same between two Hokku hosts, over a wire in memory.");
        return await WireDemo.RunAsync(size, folder, cancel);
    }
}
