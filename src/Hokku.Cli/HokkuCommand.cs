using System.CommandLine;
using System.CommandLine.Help;
using Hokku.Cli.Commands;

namespace Hokku.Cli;

/// <summary>The command hokku with all of its tools.</summary>
internal static class HokkuCommand
{
    /// <summary>A plain command, not a root command: that one would be named by the file that holds it.</summary>
    public static Command Create() => new("hokku", "Hokku: a modular user-space TCP/IP stack. Start with: hokku demo")
    {
        DemoCommand.Create(),
        UpCommand.Create(),
        DownCommand.Create(),
        IfconfigCommand.Create(),
        RouteCommand.Create(),
        ArpCommand.Create(),
        NetstatCommand.Create(),
        PingCommand.Create(),
        TracerouteCommand.Create(),
        HostCommand.Create(),
        HostsCommand.Create(),
        ModulesCommand.Create(),
        CaptureCommand.Create(),
        RunCommand.Create(),
        CommonOptions.Name,
        CommonOptions.Json,
        new HelpOption(),
        new VersionOption(),
    };
}
