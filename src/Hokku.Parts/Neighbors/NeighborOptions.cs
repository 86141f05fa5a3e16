namespace Hokku.Parts;

/// <summary>The bounds and times of a <see cref="NeighborCache"/>.</summary>
public sealed record NeighborOptions
{
    /// <summary>Neighbours that are known at most; the least recently used goes.</summary>
    public int Limit { get; init; } = 4096;

    /// <summary>Neighbours that are asked for or have failed at once.</summary>
    public int UnresolvedLimit { get; init; } = 1024;

    /// <summary>Packets that may wait for one neighbour; the oldest goes (RFC 1122, 2.3.2.2: at least the latest is kept).</summary>
    public int QueueLimit { get; init; } = 128;

    /// <summary>Octets that may wait for one neighbour: room for the fragments of the largest datagram twice. The latest packet is kept whatever its size.</summary>
    public int QueueOctets { get; init; } = 128 << 10;

    /// <summary>Packets that may wait for all neighbours together.</summary>
    public int TotalQueueLimit { get; init; } = 2048;

    /// <summary>How long a neighbour is believed without being heard (RFC 1122, 2.3.2.1: on the order of a minute).</summary>
    public TimeSpan ReachableTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait after the first question; the last is waited for twice as long. Never more than one question a second (RFC 1122, 2.3.2.1).</summary>
    public TimeSpan RetryTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Questions before a neighbour counts as unreachable.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>The longest time that packets to a neighbour that failed again and again are refused without asking.</summary>
    public TimeSpan LongestRefusal { get; init; } = TimeSpan.FromSeconds(20);
}
