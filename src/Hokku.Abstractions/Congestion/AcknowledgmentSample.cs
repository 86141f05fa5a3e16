namespace Hokku.Abstractions;

/// <summary>What an acknowledgment tells congestion control. Octets throughout.</summary>
/// <param name="Octets">By how much SND.UNA has moved.</param>
/// <param name="InFlight">FlightSize before it came.</param>
/// <param name="RoundTrip">The time that its segment took; zero when unknown.</param>
/// <param name="Now">The stack's time.</param>
public readonly record struct AcknowledgmentSample(int Octets, int InFlight, TimeSpan RoundTrip, TimeSpan Now)
{
    /// <summary>Newly known to have arrived, in order or selectively (RFC 6937: DeliveredData).</summary>
    public int Delivered { get; init; } = Octets;

    /// <summary>Newly taken for lost.</summary>
    public int Lost { get; init; }

    /// <summary>What is in the network after it (RFC 6675: pipe).</summary>
    public int Pipe { get; init; }

    /// <summary>A loss is not yet repaired: a window that grows by acknowledgments does not grow now.</summary>
    public bool IsRecovering { get; init; }

    /// <summary>The window, and not the user or the peer, has held something back within about the last round trip.</summary>
    public bool IsWindowLimited { get; init; }

    /// <summary>SRTT; zero when unknown.</summary>
    public TimeSpan SmoothedRoundTrip { get; init; }

    /// <summary>SND.UNA counted from the connection's beginning.</summary>
    public long Acknowledgment { get; init; }

    /// <summary>SND.NXT counted from the connection's beginning.</summary>
    public long Sent { get; init; }

    /// <summary>What was delivered when the last sent of the newly delivered octets was sent; nothing was when its time is zero.</summary>
    public DeliveryMark Mark { get; init; }
}
