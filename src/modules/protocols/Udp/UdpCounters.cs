using Hokku.Abstractions;

namespace Hokku.Protocols.Udp;

/// <summary>What UDP counts beside drops (RFC 4113, in words).</summary>
internal sealed class UdpCounters(ProtocolStatistics statistics)
{
    public ProtocolStatistics Statistics { get; } = statistics;

    public Counter Received { get; } = statistics.Add("datagrams received");

    public Counter Delivered { get; } = statistics.Add("datagrams delivered");

    public Counter Sent { get; } = statistics.Add("datagrams sent");

    public Counter NoPort { get; } = statistics.Add("datagrams to unknown ports");

    public Counter WithoutChecksum { get; } = statistics.Add("datagrams without checksum");

    public Counter Errors { get; } = statistics.Add("network errors received");
}
