using System.CommandLine;

namespace Hokku.Cli.Commands;

/// <summary>hokku capture: the packets of a host's devices, both directions, as pcapng or printed, drop reasons as comments.</summary>
internal static class CaptureCommand
{
    public static Command Create() => new("capture", "Capture packets.");
}
