using System.CommandLine;
using Hokku.Driver;

namespace Hokku.Cli.Commands;

/// <summary>hokku hosts: the hosts that run.</summary>
internal static class HostsCommand
{
    public static Command Create()
    {
        var command = new Command("hosts", "List the running hosts.");
        command.SetAction(arguments =>
        {
            var hosts = HostFolder.RunningHosts();
            if (arguments.WantsJson())
            {
                JsonOutput.Print(hosts);
                return 0;
            }

            foreach (string host in hosts)
                Console.WriteLine(host);
            return 0;
        });
        return command;
    }
}
