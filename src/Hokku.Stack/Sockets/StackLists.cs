using System.Net.Sockets;
using System.Text;
using Hokku.Abstractions;
using Hokku.Wire.Control;

namespace Hokku.Stack;

/// <summary>What netstat and modules list: sockets, modules, counters.</summary>
internal sealed class StackLists(NetStack stack)
{
    public SocketError GetSockets(Span<byte> argument, out int length)
    {
        var entries = new List<SocketEntry>(stack.SocketTable.Count);
        for (var socket = stack.SocketTable.First; socket is not null; socket = socket.AmongAll.Next)
        {
            entries.Add(new SocketEntry
            {
                Family = socket.Family,
                Type = (byte)socket.Type,
                Protocol = socket.Protocol,
                Owner = socket.Owner,
                State = Cut(socket.First.State),
                Address = socket.Address,
                Peer = socket.Peer,
                ReceiveQueue = socket.ReadAvailable,
                SendQueue = socket.First.SendQueued,
            });
        }

        return ControlArgument.Write(argument, entries, out length);
    }

    public SocketError GetModules(Span<byte> argument, out int length)
    {
        var entries = new List<ModuleEntry>();
        foreach (var slot in stack.ModuleTable.Slots)
        {
            entries.Add(new ModuleEntry
            {
                Name = Cut(slot.Manifest.Name),
                Loaded = slot.Module is null ? 0 : 1,
                References = slot.References,
                Timers = slot.Module is { } module ? stack.Wheel.CountOf(module) : 0,
                Users = Cut(slot.DescribeUsers()),
            });
        }

        return ControlArgument.Write(argument, entries, out length);
    }

    public SocketError GetDeviceError(Span<byte> argument, out int length)
    {
        string words = stack.DeviceTable.LastError ?? "";
        length = Encoding.UTF8.GetByteCount(words);
        return Encoding.UTF8.TryGetBytes(words, argument, out _) ? SocketError.Success : SocketError.NoBufferSpaceAvailable;
    }

    public SocketError GetStatistics(Span<byte> argument, out int length)
    {
        var entries = new List<CounterEntry>();
        foreach (var statistics in stack.StatisticsTable.All)
        {
            foreach (var counter in statistics.Counters)
                entries.Add(new CounterEntry { Owner = Cut(statistics.Name), Name = Cut(counter.Name), Value = counter.Value });
            AddDrops(entries, statistics.Name, statistics.Drops);
        }

        foreach (var netInterface in stack.Interfaces)
        {
            AddDrops(entries, netInterface.Name, netInterface.Statistics.ReceiveDrops);
            AddDrops(entries, netInterface.Name, netInterface.Statistics.SendDrops);
        }

        foreach (var device in stack.Devices)
        {
            AddDrops(entries, device.Name, device.Statistics.ReceiveDrops);
            AddDrops(entries, device.Name, device.Statistics.SendDrops);
        }

        AddDrops(entries, "stack", stack.Drops);
        return ControlArgument.Write(argument, entries, out length);
    }

    private static void AddDrops(List<CounterEntry> entries, string owner, DropCounters drops)
    {
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            if (drops[reason] is var count and not 0)
                entries.Add(new CounterEntry { Owner = Cut(owner), Name = Cut(Words(reason)), IsDrop = 1, Value = count });
        }
    }

    /// <summary>NoRoute becomes "no route".</summary>
    private static string Words(DropReason reason)
    {
        var words = new StringBuilder();
        foreach (char letter in reason.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    /// <summary>As much of the text as a <see cref="NameText"/> holds.</summary>
    private static NameText Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) >= NameText.Length)
            text = text[..^1];
        return text;
    }
}
