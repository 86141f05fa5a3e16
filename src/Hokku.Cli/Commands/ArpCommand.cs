using System.CommandLine;
using System.Net.NetworkInformation;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>hokku arp: lists and changes the neighbours that ARP knows.</summary>
internal static class ArpCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("words")
        {
            Description = "[list | set ADDRESS LINK-ADDRESS [temp] [pub] | delete ADDRESS | flush | file FILE]; also -a, -s, -d, -F, -f",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("arp", "List or change ARP entries.") { words };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(arguments =>
        {
            string[] given = arguments.GetValue(words) ?? [];
            using var host = HostConnection.Open(arguments);
            return Run(host.Roster, [.. arguments.UnmatchedTokens, .. given], arguments.WantsJson());
        });
        return command;
    }

    private static int Run(NetworkRoster roster, string[] words, bool json)
    {
        switch (words.FirstOrDefault("list"))
        {
            case "list" or "-a":
                List(roster, json);
                return 0;
            case "set" or "-s":
                Set(roster, words[1..]);
                return 0;
            case "delete" or "-d" when words.Length == 2:
                roster.RemoveNeighbor(AddressText.Parse(words[1], "arp delete"));
                return 0;
            case "flush" or "-F":
                roster.FlushNeighbors();
                return 0;
            case "file" or "-f" when words.Length == 2:
                foreach (string line in File.ReadLines(words[1]).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
                    Set(roster, line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                return 0;
            default:
                throw new UserException($"arp does not know '{string.Join(' ', words)}'; it knows list, set ADDRESS LINK-ADDRESS [temp] [pub], delete ADDRESS, flush, file FILE.", 2);
        }
    }

    private static void Set(NetworkRoster roster, string[] words)
    {
        if (words.Length < 2)
            throw new UserException("arp set needs an address and an Ethernet address: hokku arp set 10.9.0.1 02:00:00:00:00:01", 2);
        var address = AddressText.Parse(words[0], "arp set");
        if (!Wire.Addresses.EthernetAddress.TryParse(words[1], out var link))
            throw new UserException($"arp set: '{words[1]}' is not an Ethernet address; six hexadecimal pairs are needed, such as 02:00:00:00:00:01.", 2);
        foreach (string word in words[2..])
        {
            if (word is not ("temp" or "temporary" or "pub" or "publish" or "permanent"))
                throw new UserException($"arp set does not know '{word}'; it knows temp, permanent and pub.", 2);
        }

        bool temporary = words[2..].Any(word => word is "temp" or "temporary");
        roster.SetNeighbor(address, PhysicalAddress.Parse(link.ToString()), !temporary, words[2..].Any(word => word is "pub" or "publish"));
    }

    private static void List(NetworkRoster roster, bool json)
    {
        var neighbors = roster.Neighbors();
        if (json)
        {
            JsonOutput.Print(neighbors);
            return;
        }

        foreach (var each in neighbors)
            Console.WriteLine($"{each.Address,15}  {(each.LinkAddress.GetAddressBytes().Length == 0 ? "(incomplete)" : each.LinkAddress.Colons())}  {Flags(each)}".TrimEnd());
    }

    private static string Flags(NeighborState each) =>
        string.Join(' ', new[] { (each.IsPermanent, "permanent"), (each.IsLocal, "local"), (each.IsRejected, "reject"), (each.IsPublished, "publish"), (each.IsValid, "valid") }
            .Where(flag => flag.Item1).Select(flag => flag.Item2));
}
