namespace Hokku.Wire.Tcp;

/// <summary>The options of a segment that we understand (RFC 9293, 3.1; RFC 7323; RFC 2018), inline.</summary>
public readonly partial record struct TcpOptions
{
    /// <summary>As many octets as a header has room for.</summary>
    public const int MostLength = 40;

    /// <summary>The largest shift that a window may have; larger ones count as this (RFC 7323, 2.3).</summary>
    public const byte MostWindowScale = 14;

    /// <summary>The largest segment the sender can take, in octets; null when not said.</summary>
    public ushort? MaximumSegmentSize { get; init; }

    /// <summary>By how many bits the sender's windows are to be shifted; null when it cannot scale.</summary>
    public byte? WindowScale { get; init; }

    public bool SackPermitted { get; init; }

    public TcpTimestamps? Timestamps { get; init; }

    public SackBlocks Sack { get; init; }

    /// <summary>A cookie of TCP Fast Open, or the wish for one (RFC 7413); null when not said.</summary>
    public FastOpenCookie? FastOpen { get; init; }

    /// <summary>Whether an illegal length ended the list early (RFC 9293, MUST-7); what came before it counts.</summary>
    public bool IsMalformed { get; init; }
}
