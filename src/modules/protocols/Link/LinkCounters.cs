using Hokku.Abstractions;

namespace Hokku.Protocols.Link;

/// <summary>What link sockets count beside drops.</summary>
internal sealed class LinkCounters(ProtocolStatistics statistics)
{
    public ProtocolStatistics Statistics { get; } = statistics;

    public Counter Captured { get; } = statistics.Add("packets captured");

    public Counter CaptureLost { get; } = statistics.Add("captured packets lost");

    public Counter Received { get; } = statistics.Add("frames received");

    public Counter Sent { get; } = statistics.Add("frames sent");
}
