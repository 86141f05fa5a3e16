namespace Hokku.Cli.Demo;

/// <summary>Prints the seed's picture with the names of the modules that are loaded.</summary>
internal static class ChainPicture
{
    public static void Print(HokkuHost host)
    {
        var loaded = host.Network.Roster.Modules().Where(module => module.IsLoaded).Select(module => module.Name).ToHashSet();
        Console.WriteLine("The chain of modules that carried it:\n");
        Line("Socket", "Hokku.Network, driver, socket module", "an application's socket");
        Line("TCP", Module(loaded, "network/protocols/tcp/v1"), "defined by the socket");
        Line("IPv4", Module(loaded, "network/protocols/ipv4/v1"), "(family, type, protocol)");
        Console.WriteLine("  ---------------------- datalink module: the route picks the interface ----------------------");
        Line("ARP", Module(loaded, "network/datalink_protocols/arp/v1"), "defined by the interface");
        Line("Ethernet framing", Module(loaded, "network/datalink_protocols/ethernet_frame/v1"), "(domain, device)");
        Line("device bridge", "the stack's own", "always the last");
        Console.WriteLine("  ---------------------------------------------------------------------------------------------");
        var device = host.Network.Roster.Interfaces().First(each => each.Type == "Ethernet").Device;
        Line("Ethernet device", device, "chosen by its name");
        Console.WriteLine();
    }

    private static void Line(string layer, string module, string note) => Console.WriteLine($"  {layer,-18} {module,-48} {note}");

    private static string Module(HashSet<string> loaded, string name) => loaded.Contains(name) ? name : $"({name} is not loaded)";
}
