using Hokku.Abstractions;

namespace Hokku.Protocols.IPv4;

/// <summary>What IPv4 counts beside drops (RFC 4293's ipSystemStats, in words).</summary>
internal sealed class IPv4Counters(ProtocolStatistics statistics)
{
    public ProtocolStatistics Statistics { get; } = statistics;

    public Counter Received { get; } = statistics.Add("packets received");

    public Counter Delivered { get; } = statistics.Add("packets delivered");

    public Counter Sent { get; } = statistics.Add("packets sent");

    public Counter NoRoutes { get; } = statistics.Add("packets without a route");

    public Counter Fragmented { get; } = statistics.Add("packets fragmented");

    public Counter FragmentsSent { get; } = statistics.Add("fragments sent");

    public Counter FragmentsReceived { get; } = statistics.Add("fragments received");

    public Counter Reassembled { get; } = statistics.Add("packets reassembled");

    public Counter TooBig { get; } = statistics.Add("packets too big to send");

    public Counter PathMtuLearned { get; } = statistics.Add("path mtus learned");

    public Counter PathMtuRefused { get; } = statistics.Add("path mtus refused");

    public Counter RawDelivered { get; } = statistics.Add("packets delivered to raw sockets");
}
