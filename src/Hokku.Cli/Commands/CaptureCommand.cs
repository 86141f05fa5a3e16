using System.CommandLine;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>hokku capture: the packets of a host's devices, both directions, as pcapng or printed, drop reasons as comments.</summary>
internal static class CaptureCommand
{
    private static readonly Argument<string?> Device = new("device") { Description = "A device or interface; all of them when it is left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Write = new("--write", "-w") { Description = "Write pcapng to a file; '-' for standard output." };
    private static readonly Option<bool> Print = new("--print", "-p") { Description = "Print a line a packet; also when no file is given." };
    private static readonly Option<long> Count = new("-c") { Description = "End after that many packets." };
    private static readonly Option<int> SnapLength = new("-s") { Description = "The most octets kept of a packet.", DefaultValueFactory = _ => 262144 };

    public static Command Create()
    {
        var command = new Command("capture", "Capture packets: pcapng or printed, both directions, drop reasons as comments.") { Device, Write, Print, Count, SnapLength };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        int snapLength = arguments.GetValue(SnapLength);
        if (snapLength is < 14 or > 262144)
            throw new UserException($"capture -s {snapLength}: 14 to 262144 octets are needed.", 2);
        using var host = HostConnection.Open(arguments);
        string? path = arguments.GetValue(Write);
        using var output = new CaptureOutput(path, snapLength, arguments.GetValue(Print) || path is null, arguments.WantsJson(), host.Roster.Interfaces());
        using var capture = new PacketCapture(host.Network, arguments.GetValue(Device));
        long most = arguments.GetValue(Count) is > 0 and var count ? count : long.MaxValue;
        await ReadAsync(capture, output, most, cancel);
        Console.Error.WriteLine(output.Summary);
        return 0;
    }

    private static async Task ReadAsync(PacketCapture capture, CaptureOutput output, long most, CancellationToken stop)
    {
        try
        {
            for (long packets = 0; packets < most; packets++)
            {
                var next = capture.ReadAsync(stop);
                if (!next.IsCompleted)
                    output.Flush();
                output.Add(await next);
            }
        }
        catch (OperationCanceledException)
        {
            // Interrupted: what was captured is kept.
        }
    }
}
