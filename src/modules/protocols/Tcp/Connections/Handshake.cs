using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What a passive open has come to know when its third segment arrives: all that an endpoint needs to begin.</summary>
internal readonly ref struct Handshake
{
    public required ConnectionKey Key { get; init; }

    public required Agreement Agreement { get; init; }

    /// <summary>ISS.</summary>
    public required SequenceNumber SendInitial { get; init; }

    /// <summary>IRS.</summary>
    public required SequenceNumber ReceiveInitial { get; init; }

    /// <summary>The window as the SYN-ACK has opened it.</summary>
    public required ReceiveWindow Window { get; init; }

    public required TimestampClock Timestamps { get; init; }

    /// <summary>When the SYN-ACK was sent first; null when nobody remembers.</summary>
    public TimeSpan? StartedAt { get; init; }

    /// <summary>How often the SYN-ACK was sent again.</summary>
    public int Retransmissions { get; init; }
}
