using Spectre.Console;

namespace Hokku.Cli.Demo;

/// <summary>The figures of a host's counters that the demo's table ends with.</summary>
internal static class DemoFigures
{
    public static void Add(Table table, HokkuHost host)
    {
        foreach (var each in host.Network.Roster.Interfaces().Where(each => each.Type == "Ethernet"))
        {
            var counters = each.Counters;
            table.AddRow($"{host.Name}: received", $"{counters.ReceivedPackets:N0} packets", $"{counters.ReceiveDropped} dropped");
            table.AddRow($"{host.Name}: sent", $"{counters.SentPackets:N0} packets", $"{counters.SendDropped} dropped");
        }

        long resent = host.Network.Roster.Counters().Where(counter => counter.Owner == "tcp" && counter.Name == "segments retransmitted").Sum(counter => counter.Value);
        table.AddRow($"{host.Name}: TCP segments sent again", $"{resent:N0}", "");
        var usage = host.Stack.Buffers.Statistics;
        table.AddRow($"{host.Name}: buffers", $"{usage.PeakChunks:N0} chunks at most", $"{usage.ChunksInUse} now");
    }
}
