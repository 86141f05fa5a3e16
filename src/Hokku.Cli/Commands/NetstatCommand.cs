using System.CommandLine;
using System.Diagnostics;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>hokku netstat: sockets, routes (-r), interfaces (-i) and statistics with every drop reason (-s).</summary>
internal static class NetstatCommand
{
    private static readonly Option<bool> Routes = new("-r", "--routes") { Description = "Routes." };
    private static readonly Option<bool> Interfaces = new("-i", "--interfaces") { Description = "Interfaces with their counters." };
    private static readonly Option<bool> Statistics = new("-s", "--statistics") { Description = "Counters of all protocols, drops by reason among them." };
    private static readonly Option<bool> All = new("-a", "--all") { Description = "With -s: counters that are zero, too." };
    private static readonly Option<bool> Numeric = new("-n", "--numeric") { Description = "Accepted for habit's sake: addresses are always numeric." };
    private static readonly Option<bool> Tcp = new("-t", "--tcp") { Description = "TCP sockets only." };
    private static readonly Option<bool> Udp = new("-u", "--udp") { Description = "UDP sockets only." };
    private static readonly Option<bool> Inet = new("-4", "--inet") { Description = "IPv4 sockets only." };
    private static readonly Option<bool> Listening = new("-l", "--listen") { Description = "Listening sockets only." };

    public static Command Create()
    {
        var command = new Command("netstat", "Show sockets, routes, interfaces and statistics.") { Routes, Interfaces, Statistics, All, Numeric, Tcp, Udp, Inet, Listening };
        command.SetAction(arguments =>
        {
            using var host = HostConnection.Open(arguments);
            Run(host.Roster, arguments);
            return 0;
        });
        return command;
    }

    private static void Run(NetworkRoster roster, ParseResult arguments)
    {
        bool json = arguments.WantsJson();
        if (arguments.GetValue(Routes))
            Show(roster.Routes(), json, RouteText.Print);
        else if (arguments.GetValue(Interfaces))
            Show(roster.Interfaces(), json, PrintInterfaces);
        else if (arguments.GetValue(Statistics))
            Show(roster.Counters().Where(counter => counter.Value != 0 || arguments.GetValue(All)), json, PrintCounters);
        else
            Show(Filter(roster.Sockets(), arguments), json, PrintSockets);
    }

    private static void Show<T>(IEnumerable<T> items, bool json, Action<IEnumerable<T>, TextWriter> print)
    {
        if (json)
            JsonOutput.Print(items);
        else
            print(items, Console.Out);
    }

    private static IEnumerable<SocketState> Filter(IEnumerable<SocketState> sockets, ParseResult arguments)
    {
        bool tcp = arguments.GetValue(Tcp), udp = arguments.GetValue(Udp);
        return sockets.Where(socket =>
            (!tcp && !udp || (tcp && socket.Protocol == "tcp") || (udp && socket.Protocol == "udp"))
            && (!arguments.GetValue(Inet) || socket.Protocol != "link")
            && (!arguments.GetValue(Listening) || socket.State == "listen"));
    }

    private static void PrintSockets(IEnumerable<SocketState> sockets, TextWriter output)
    {
        output.WriteLine($"{"Proto",-6} {"Recv-Q",6} {"Send-Q",6} {"Local Address",-21} {"Foreign Address",-21} {"State",-12} Program");
        foreach (var each in sockets)
            output.WriteLine($"{each.Protocol,-6} {each.ReceiveQueue,6} {each.SendQueue,6} {each.LocalEndPoint.Bracketed(),-21} {each.RemoteEndPoint.Bracketed(),-21} {each.State,-12} {Program(each.Owner)}");
    }

    private static string Program(int owner)
    {
        try
        {
            using var process = Process.GetProcessById(owner);
            return $"{owner}/{process.ProcessName}";
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
        {
            return owner == 0 ? "-" : $"{owner}/-";
        }
    }

    private static void PrintInterfaces(IEnumerable<InterfaceState> interfaces, TextWriter output)
    {
        output.WriteLine($"{"Name",-24} {"MTU",6} {"RX-OK",10} {"RX-ERR",7} {"RX-DRP",7} {"TX-OK",10} {"TX-ERR",7} {"TX-DRP",7} Flags");
        foreach (var each in interfaces)
        {
            var c = each.Counters;
            output.WriteLine($"{each.Name,-24} {each.Mtu,6} {c.ReceivedPackets,10} {c.ReceiveErrors,7} {c.ReceiveDropped,7} {c.SentPackets,10} {c.SendErrors,7} {c.SendDropped,7} {(each.IsUp ? "up" : "down")}");
        }
    }

    private static void PrintCounters(IEnumerable<CounterState> counters, TextWriter output)
    {
        foreach (var owner in counters.GroupBy(counter => counter.Owner))
        {
            output.WriteLine($"{owner.Key}:");
            foreach (var counter in owner)
                output.WriteLine($"    {counter.Value,12} {(counter.IsDrop ? "dropped: " : "")}{counter.Name}");
        }
    }
}
