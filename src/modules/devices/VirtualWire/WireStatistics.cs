using Hokku.Abstractions;

namespace Hokku.Devices.VirtualWire;

/// <summary>What one direction of a wire has done. Written under the direction's lock, readable from anywhere.</summary>
public sealed class WireStatistics
{
    /// <summary>Frames that the sender handed to the wire.</summary>
    public long Sent { get; internal set; }

    /// <summary>Octets of those, Ethernet headers included.</summary>
    public long SentOctets { get; internal set; }

    /// <summary>Frames handed to the receiver, the second ones of duplicates included.</summary>
    public long Delivered { get; internal set; }

    public long Duplicated { get; internal set; }

    /// <summary>Frames held back so that others could overtake.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Frames with a bit turned over, dropped ones included.</summary>
    public long Corrupted { get; internal set; }

    /// <summary>What the wire has taken away, by reason.</summary>
    public DropCounters Drops { get; } = new();
}
