using System.CommandLine;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>hokku ifconfig: shows and configures interfaces, in Haiku's words.</summary>
internal static class IfconfigCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("words")
        {
            Description = "[INTERFACE [inet] [ADDRESS [MASK|/PREFIX]] [netmask A | prefixlen N | broadcast A | peer A | mtu N | metric N | offload on|off | up | down | [-]promisc | [-]allmulti ...]]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var delete = new Option<bool>("--delete", "-d") { Description = "Remove the interface, or the address given." };
        var all = new Option<bool>("-a") { Description = "List all interfaces." };
        var command = new Command("ifconfig", "Show or configure interfaces.") { words, delete, all };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(arguments =>
        {
            string[] given = [.. arguments.GetValue(words) ?? [], .. arguments.UnmatchedTokens];
            using var host = HostConnection.Open(arguments);
            return Run(host.Roster, given, arguments.GetValue(delete), arguments.WantsJson());
        });
        return command;
    }

    private static int Run(NetworkRoster roster, string[] words, bool delete, bool json)
    {
        if (words.Length > 0 && words[0] is "del" or "delete")
        {
            delete = true;
            words = words[1..];
        }

        if (words.Length <= 1 && !delete)
            return Show(roster, words.FirstOrDefault(), json);
        if (words.Length == 0)
            throw new UserException("ifconfig --delete needs the name of an interface: hokku ifconfig --delete /dev/net/tap/hk0", 2);
        var change = InterfaceChange.Parse(words);
        if (delete)
            change.Delete(roster);
        else
            change.Apply(roster);
        return 0;
    }

    private static int Show(NetworkRoster roster, string? name, bool json)
    {
        var interfaces = roster.Interfaces().Where(each => name is null || each.Name == name || each.Device == name).ToList();
        if (name is not null && interfaces.Count == 0)
            throw new UserException($"There is no interface '{name}'; there are: {string.Join(", ", roster.Interfaces().Select(each => each.Name))}.");
        if (json)
            JsonOutput.Print(interfaces);
        else
            InterfaceText.Print(interfaces, Console.Out);
        return 0;
    }
}
