using System.CommandLine;

namespace Hokku.Cli.Commands;

/// <summary>hokku modules: the modules that the host knows, with state, references and users.</summary>
internal static class ModulesCommand
{
    public static Command Create()
    {
        var command = new Command("modules", "List the stack's modules.");
        command.SetAction(arguments =>
        {
            using var host = HostConnection.Open(arguments);
            var modules = host.Roster.Modules();
            if (arguments.WantsJson())
            {
                JsonOutput.Print(modules);
                return 0;
            }

            Console.WriteLine($"{"Name",-48} {"State",-9} {"Refs",5} {"Timers",6} Users");
            foreach (var each in modules)
                Console.WriteLine($"{each.Name,-48} {(each.IsLoaded ? "loaded" : "unloaded"),-9} {each.References,5} {each.Timers,6} {each.Users}".TrimEnd());
            return 0;
        });
        return command;
    }
}
