using Hokku.Network;

namespace Hokku.Cli;

/// <summary>Interfaces as Haiku's ifconfig prints them: grouped by device name, an address line a domain.</summary>
internal static class InterfaceText
{
    private static readonly (InterfaceState.Flag Flag, string Word)[] Words =
    [
        (InterfaceState.Flag.Up, "up"),
        (InterfaceState.Flag.NoArp, "noarp"),
        (InterfaceState.Flag.Broadcast, "broadcast"),
        (InterfaceState.Flag.Loopback, "loopback"),
        (InterfaceState.Flag.Promiscuous, "promiscuous"),
        (InterfaceState.Flag.AllMulticast, "allmulti"),
        (InterfaceState.Flag.AutoUp, "autoup"),
        (InterfaceState.Flag.Link, "link"),
        (InterfaceState.Flag.AutoConfigured, "auto-configured"),
        (InterfaceState.Flag.Configuring, "configuring"),
    ];

    private static readonly string[] OffloadWords = ["tx-checksum", "rx-checksum", "tso4", "tso6", "uso", "gro", "scatter-gather"];

    public static void Print(IEnumerable<InterfaceState> interfaces, TextWriter output)
    {
        foreach (var each in interfaces)
            Print(each, output);
    }

    private static void Print(InterfaceState each, TextWriter output)
    {
        // A short name shares its line with what follows, as Haiku does it.
        output.Write(each.Name.Length < 8 ? $"{each.Name}\t" : $"{each.Name}\n\t");
        string link = each.LinkAddress.GetAddressBytes().Length == 0 ? "none" : each.LinkAddress.Colons();
        output.WriteLine($"Hardware type: {each.Type}, Address: {link}");
        string offloads = string.Join(' ', OffloadWords.Where((_, bit) => (each.Offloads & (1 << bit)) != 0));
        output.WriteLine($"\tOffloads: {(offloads.Length == 0 ? "none" : offloads)}");
        foreach (var address in each.Addresses)
        {
            string broadcast = (each.Flags & InterfaceState.Flag.Broadcast) == 0 ? "" : $", Bcast: {address.Broadcast?.ToString() ?? "--"}";
            output.WriteLine($"\t{each.Family} addr: {address.Address}{broadcast}, Mask: {address.Mask}");
        }

        if (each.Addresses.Count == 0)
            output.WriteLine($"\t{each.Family} addr: --");
        output.WriteLine($"\tMTU: {each.Mtu}, Metric: {each.Metric}{FlagWords(each.Flags)}");
        var counters = each.Counters;
        output.WriteLine($"\tReceive: {counters.ReceivedPackets} packets, {counters.ReceiveErrors} errors, {counters.ReceivedOctets} bytes, {counters.ReceivedMulticasts} mcasts, {counters.ReceiveDropped} dropped");
        output.WriteLine($"\tTransmit: {counters.SentPackets} packets, {counters.SendErrors} errors, {counters.SentOctets} bytes, {counters.SentMulticasts} mcasts, {counters.SendDropped} dropped");
        output.WriteLine($"\tCollisions: {counters.Collisions}");
        output.WriteLine();
    }

    private static string FlagWords(InterfaceState.Flag flags)
    {
        string words = string.Join(' ', Words.Where(word => (flags & word.Flag) != 0).Select(word => word.Word));
        return words.Length == 0 ? "" : $", {words}";
    }
}
