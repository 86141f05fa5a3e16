using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>The counters of TCP, as netstat -s shows them.</summary>
internal sealed class TcpStatistics(ProtocolStatistics all)
{
    /// <summary>Counters and drops by reason.</summary>
    public ProtocolStatistics All { get; } = all;

    public Counter SegmentsReceived { get; } = Of(all, "segments received");

    public Counter SegmentsSent { get; } = Of(all, "segments sent");

    public Counter SuperPacketsSent { get; } = Of(all, "super-packets sent");

    public Counter SegmentsRetransmitted { get; } = Of(all, "segments retransmitted");

    public Counter FastRetransmits { get; } = Of(all, "fast retransmits");

    public Counter Recoveries { get; } = Of(all, "recoveries from loss");

    public Counter RecoveriesUndone { get; } = Of(all, "recoveries from loss undone");

    public Counter TimeoutsUndone { get; } = Of(all, "retransmission time-outs undone");

    public Counter TailLossProbes { get; } = Of(all, "tail loss probes sent");

    public Counter TailLossesRepaired { get; } = Of(all, "tail losses repaired by probes");

    public Counter ReorderingSeen { get; } = Of(all, "reorderings seen");

    public Counter Reneged { get; } = Of(all, "selective acknowledgments taken back");

    public Counter SacksIgnored { get; } = Of(all, "selective acknowledgments not believed");

    public Counter DuplicateSacksReceived { get; } = Of(all, "duplicates reported by peers");

    public Counter Timeouts { get; } = Of(all, "retransmission time-outs");

    public Counter MarksReceived { get; } = Of(all, "segments received with a congestion mark");

    public Counter MarksHeeded { get; } = Of(all, "windows reduced for an echoed mark");

    public Counter ActiveOpens { get; } = Of(all, "connections opened active");

    public Counter PassiveOpens { get; } = Of(all, "connections opened passive");

    public Counter FailedOpens { get; } = Of(all, "connection attempts failed");

    public Counter ConnectionsReset { get; } = Of(all, "connections reset");

    public Counter ConnectionsTimedOut { get; } = Of(all, "connections timed out");

    public Counter ResetsSent { get; } = Of(all, "resets sent");

    public Counter ResetsReceived { get; } = Of(all, "resets received");

    public Counter ResetsSuppressed { get; } = Of(all, "resets not sent for their rate");

    public Counter ChallengesSent { get; } = Of(all, "challenge acknowledgments sent");

    public Counter ChallengesSuppressed { get; } = Of(all, "challenge acknowledgments not sent for their rate");

    public Counter DelayedAcknowledgments { get; } = Of(all, "delayed acknowledgments sent");

    public Counter OutOfOrder { get; } = Of(all, "segments received out of order");

    public Counter Duplicates { get; } = Of(all, "segments received twice");

    public Counter DuplicateSacksSent { get; } = Of(all, "duplicates reported");

    public Counter KeepAliveProbes { get; } = Of(all, "keep-alive probes sent");

    public Counter WindowProbes { get; } = Of(all, "zero-window probes sent");

    public Counter HalfOpenEvicted { get; } = Of(all, "half-open connections evicted");

    public Counter HalfOpenExpired { get; } = Of(all, "half-open connections expired");

    public Counter CookiesSent { get; } = Of(all, "syn cookies sent");

    public Counter CookiesAccepted { get; } = Of(all, "syn cookies accepted");

    public Counter CookiesRefused { get; } = Of(all, "syn cookies refused");

    public Counter AcceptQueueFull { get; } = Of(all, "connections held off by a full accept queue");

    public Counter MemoryPressures { get; } = Of(all, "times memory became scarce");

    public Counter OutOfOrderEvicted { get; } = Of(all, "out-of-order islands evicted for memory");

    public Counter OrphansEvicted { get; } = Of(all, "orphaned connections evicted");

    public Counter StalledEvicted { get; } = Of(all, "connections with closed windows evicted for memory");

    public Counter BlackHoles { get; } = Of(all, "paths found to swallow large segments");

    public Counter PathProbes { get; } = Of(all, "path mtu probes sent");

    public Counter FastOpensSent { get; } = Of(all, "syns with text sent");

    public Counter FastOpensAccepted { get; } = Of(all, "syns with text accepted");

    public Counter TimeWaitEntered { get; } = Of(all, "connections entered time-wait");

    public Counter TimeWaitReused { get; } = Of(all, "time-wait connections reused");

    public Counter TimeWaitEvicted { get; } = Of(all, "time-wait connections evicted");

    public Counter PathMtuLowered { get; } = Of(all, "segment sizes lowered by path mtu");

    public Counter ErrorsIgnored { get; } = Of(all, "network errors not believed");

    // The stack keeps counters while the module is unloaded; a module that comes back goes on counting.
    private static Counter Of(ProtocolStatistics all, string name)
    {
        foreach (var counter in all.Counters)
        {
            if (counter.Name == name)
                return counter;
        }

        return all.Add(name);
    }
}
