using System.CommandLine;
using Hokku.Cli;
using Hokku.Cli.Commands;

var root = new RootCommand("Hokku: a modular user-space TCP/IP stack. Start with: hokku demo")
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
};
root.Add(CommonOptions.Name);
root.Add(CommonOptions.Json);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).Reported();
