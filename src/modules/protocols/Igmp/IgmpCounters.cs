using Hokku.Abstractions;

namespace Hokku.Protocols.Igmp;

/// <summary>What IGMP counts beside drops.</summary>
internal sealed class IgmpCounters(ProtocolStatistics statistics)
{
    public ProtocolStatistics Statistics { get; } = statistics;

    public Counter Received { get; } = statistics.Add("messages received");

    public Counter QueriesReceived { get; } = statistics.Add("queries received");

    public Counter ReportsReceived { get; } = statistics.Add("reports received");

    public Counter ReportsSent { get; } = statistics.Add("reports sent");

    public Counter LeavesSent { get; } = statistics.Add("leaves sent");
}
