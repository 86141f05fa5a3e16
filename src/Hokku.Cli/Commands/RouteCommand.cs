using System.CommandLine;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>hokku route: lists, adds, deletes and looks up routes, in Haiku's words.</summary>
internal static class RouteCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("words")
        {
            Description = "[list | get ADDRESS | add|delete [INTERFACE] ADDRESS|default [netmask A | prefixlen N | gw A | mtu N | metric N | reject | local | host]]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("route", "List or change routes.") { words };
        command.SetAction(arguments =>
        {
            string[] given = arguments.GetValue(words) ?? [];
            using var host = HostConnection.Open(arguments);
            return Run(host.Roster, given, arguments.WantsJson());
        });
        return command;
    }

    private static int Run(NetworkRoster roster, string[] words, bool json)
    {
        switch (words.FirstOrDefault("list"))
        {
            case "list":
                List(roster, words.ElementAtOrDefault(1) == "default", json);
                return 0;
            case "get":
                if (words.Length != 2)
                    throw new UserException("route get needs one address: hokku route get 10.9.0.1", 2);
                Get(roster, words[1], json);
                return 0;
            case "add" or "-a":
                roster.AddRoute(RouteWords.Parse(words[1..], KnownInterfaces(roster)));
                return 0;
            case "delete" or "del" or "-d":
                roster.RemoveRoute(RouteWords.Parse(words[1..], KnownInterfaces(roster), forDelete: true));
                return 0;
            default:
                throw new UserException($"route does not know '{words[0]}'; it knows list, get, add and delete.", 2);
        }
    }

    private static List<string> KnownInterfaces(NetworkRoster roster) => [.. roster.Interfaces().Select(each => each.Name)];

    private static void List(NetworkRoster roster, bool defaultOnly, bool json)
    {
        var routes = roster.Routes().Where(route => !defaultOnly || route.IsDefault).ToList();
        if (json)
            JsonOutput.Print(routes);
        else
            RouteText.Print(routes, Console.Out);
    }

    private static void Get(NetworkRoster roster, string text, bool json)
    {
        var route = roster.RouteTo(AddressText.Parse(text, "route get"));
        if (json)
            JsonOutput.Print(route);
        else
            Console.WriteLine($"{route.Destination} {(route.Gateway is null ? "" : $"gateway {route.Gateway} ")}source {route.Source} on {route.Interface}");
    }
}
