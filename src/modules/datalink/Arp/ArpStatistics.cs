using Hokku.Abstractions;

namespace Hokku.Datalink.Arp;

/// <summary>What netstat -s shows of ARP.</summary>
internal sealed class ArpStatistics(ProtocolStatistics all)
{
    public ProtocolStatistics All { get; } = all;

    public Counter RequestsSent { get; } = all.Add("requests sent");

    public Counter RequestsReceived { get; } = all.Add("requests received");

    public Counter RepliesSent { get; } = all.Add("replies sent");

    public Counter RepliesReceived { get; } = all.Add("replies received");

    public Counter ProbesSent { get; } = all.Add("probes sent");

    public Counter AnnouncementsSent { get; } = all.Add("announcements sent");

    public Counter Conflicts { get; } = all.Add("address conflicts");

    public Counter Unreachable { get; } = all.Add("neighbors unreachable");
}
