using System.CommandLine;
using System.Net;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>hokku host NAME: asks the host's resolver.</summary>
internal static class HostCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "A name, or an address for its name." };
    private static readonly Option<string?> Type = new("--type", "-t") { Description = "A, AAAA, CNAME or PTR." };
    private static readonly Option<string?> Server = new("--server") { Description = "Ask this DNS server instead of the host's own." };

    public static Command Create()
    {
        var command = new Command("host", "Resolve a name with the host's resolver.") { Name, Type, Server };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        using var host = HostConnection.Open(arguments);
        var resolver = arguments.GetValue(Server) is { } server
            ? new Resolver(host.Network, new ResolverOptions { Servers = [new IPEndPoint(AddressText.Parse(server, "--server"), 53)] })
            : host.Resolver;
        string name = arguments.GetValue(Name)!;
        var lines = new List<string>();
        try
        {
            if (arguments.GetValue(Type) is { } type)
                lines.AddRange((await resolver.QueryAsync(name, type, cancel)).Select(record => $"{record.Name} {record.Type} {record.Address?.ToString() ?? record.Target}"));
            else if (IPAddress.TryParse(name, out var address))
                lines.Add($"{address} domain name pointer {await resolver.GetNameAsync(address, cancel)}");
            else
                lines.AddRange((await resolver.GetAddressesAsync(name, cancellationToken: cancel)).Select(found => $"{name} has address {found}"));
        }
        catch (ResolverException problem)
        {
            throw new UserException(problem.Message);
        }
        catch (ArgumentException problem)
        {
            throw new UserException(problem.Message, 2);
        }

        if (arguments.WantsJson())
            JsonOutput.Print(lines);
        else
            lines.ForEach(Console.WriteLine);
        return 0;
    }
}
