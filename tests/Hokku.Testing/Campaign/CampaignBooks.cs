using Hokku.Abstractions;
using Hokku.Stack;

namespace Hokku.Testing;

/// <summary>Adds up what a stack says about the frames of a campaign.</summary>
internal sealed class CampaignBooks(NetStack stack, CampaignDevice device, CampaignMonitor monitor, long frames)
{
    // What IPv4 drops on the way out or on behalf of ICMP, which were delivered before.
    private static readonly DropReason[] Others =
        [DropReason.IcmpQuoteMalformed, DropReason.IcmpQuoteUnknown, DropReason.NoRoute, DropReason.TooBig];

    private static readonly DropReason[] FragmentDrops =
    [
        DropReason.FragmentMalformed, DropReason.FragmentOverlap, DropReason.FragmentTooMany, DropReason.FragmentTimeout, DropReason.FragmentMemory, DropReason.OldDuplicate,
    ];

    private readonly List<string> _wrong = [];

    public IReadOnlyList<string> Check()
    {
        var netInterface = stack.Interfaces[0];
        var ipv4 = stack.Statistics("ipv4");
        var arp = stack.Statistics("arp");
        var statistics = netInterface.Statistics;
        var own = device.Statistics;
        Equal("frames in + packets to ourselves = received by the device", frames + monitor.Looped, own.ReceivedPackets);
        Equal(
            "drops that monitors saw = drops counted at interfaces, devices and the stack",
            monitor.Dropped,
            statistics.ReceiveDrops.Total + statistics.SendDrops.Total + own.ReceiveDrops.Total + own.SendDrops.Total + stack.Drops.Total);
        Equal("packets received by the interface = packets received by IPv4", statistics.ReceivedPackets, Counter("ipv4", "packets received"));

        long handledByArp = own.ReceivedPackets - statistics.ReceivedPackets - own.ReceiveDrops.Total;
        long heardByArp = Counter("arp", "requests received") + Counter("arp", "replies received");
        if (handledByArp < 0 || handledByArp > heardByArp)
            _wrong.Add($"frames that neither IPv4 nor a drop accounts for: {handledByArp}, but ARP heard {heardByArp} and dropped {arp.Drops.Total}");

        long fragments = Counter("ipv4", "fragments received") - FragmentDrops.Sum(r => ipv4.Drops[r]) - Counter("ipv4", "packets reassembled");
        Equal(
            "packets received by IPv4 = dropped + delivered + fragments that became part of a packet",
            Counter("ipv4", "packets received"),
            ipv4.Drops.Total - Others.Sum(r => ipv4.Drops[r]) + Counter("ipv4", "packets delivered") + fragments);
        Equal(
            "packets delivered by IPv4 = received by TCP, UDP and ICMP",
            Counter("ipv4", "packets delivered"),
            Counter("tcp", "segments received") + Counter("udp", "datagrams received") + Counter("icmp", "messages received"));
        Equal("buffers in use at the end", 0, stack.Buffers.Statistics.BuffersInUse);
        Equal("sockets at the end", 0, stack.GetUsage().Sockets);
        return _wrong;
    }

    private void Equal(string what, long expected, long actual)
    {
        if (expected != actual)
            _wrong.Add($"{what}: {expected} <> {actual}");
    }

    private long Counter(string module, string name)
    {
        foreach (var counter in stack.Statistics(module).Counters)
        {
            if (counter.Name == name)
                return counter.Value;
        }

        throw new ArgumentException($"There is no counter '{name}' of {module}.", nameof(name));
    }
}
