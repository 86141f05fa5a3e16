using Hokku.Abstractions;

namespace Hokku.Protocols.Icmp;

/// <summary>What ICMP counts beside drops (RFC 4293's icmpStats, in words).</summary>
internal sealed class IcmpCounters(ProtocolStatistics statistics)
{
    public ProtocolStatistics Statistics { get; } = statistics;

    public Counter Received { get; } = statistics.Add("messages received");

    public Counter Sent { get; } = statistics.Add("messages sent");

    public Counter EchoRequests { get; } = statistics.Add("echo requests received");

    public Counter EchoReplies { get; } = statistics.Add("echo replies received");

    public Counter EchoAnswered { get; } = statistics.Add("echo replies sent");

    public Counter TimestampsAnswered { get; } = statistics.Add("timestamp replies sent");

    public Counter ErrorsReceived { get; } = statistics.Add("errors received");

    public Counter ErrorsSent { get; } = statistics.Add("errors sent");

    public Counter ErrorsForbidden { get; } = statistics.Add("errors not sent by rule");

    public Counter ErrorsLimited { get; } = statistics.Add("errors not sent by rate limit");

    public Counter RedirectsIgnored { get; } = statistics.Add("redirects ignored");
}
