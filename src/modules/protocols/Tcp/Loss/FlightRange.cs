using Hokku.Abstractions;
using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>What is known about octets in flight.</summary>
[Flags]
internal enum FlightState : byte
{
    None = 0,

    /// <summary>The peer has them, though not all before them.</summary>
    Sacked = 1,

    /// <summary>Taken for lost.</summary>
    Lost = 2,

    /// <summary>Sent again since they were last taken for lost.</summary>
    Retransmitted = 4,

    /// <summary>Sent more than once, ever: which sending an acknowledgment is for is uncertain (Karn).</summary>
    SentAgain = 8,
}

/// <summary>Octets in flight that were sent together and have fared alike: one node of the <see cref="Scoreboard"/>.</summary>
internal struct FlightRange
{
    /// <summary>The first octet.</summary>
    public SequenceNumber Start;

    /// <summary>The one behind the last.</summary>
    public SequenceNumber End;

    /// <summary>Segments were cut from here on.</summary>
    public SequenceNumber Origin;

    /// <summary>Octets of text in each of its segments but the last.</summary>
    public int SegmentSize;

    /// <summary>How many segments it is.</summary>
    public int Segments;

    /// <summary>The timestamp that they carried when they were last sent.</summary>
    public uint Stamp;

    /// <summary>When they were last sent.</summary>
    public TimeSpan SentAt;

    /// <summary>How far delivery was then.</summary>
    public DeliveryMark Mark;

    public FlightState State;

    // The tree by sequence number, and the same as a list; the list by time, or that of the lost ones. Zero is nobody.
    public uint Priority;
    public int Parent;
    public int Left;
    public int Right;
    public int Before;
    public int After;
    public int Older;
    public int Newer;

    public readonly int Length => End - Start;

    public readonly bool IsSacked => (State & FlightState.Sacked) != 0;

    /// <summary>Taken for lost and not sent again since.</summary>
    public readonly bool IsMissing => (State & (FlightState.Lost | FlightState.Retransmitted)) == FlightState.Lost;

    public readonly bool WasSentAgain => (State & FlightState.SentAgain) != 0;

    /// <summary>Of two sendings the later one (RFC 8985, 6.2: RACK_sent_after).</summary>
    public readonly bool IsSentAfter(TimeSpan time, SequenceNumber end) => SentAt > time || (SentAt == time && End > end);

    /// <summary>The first place at or behind a number where one of its segments begins.</summary>
    public readonly SequenceNumber CutAtOrAfter(SequenceNumber number)
    {
        int rest = (number - Origin) % SegmentSize;
        return rest == 0 ? number : number + (SegmentSize - rest);
    }

    /// <summary>The last place at or before a number where one of its segments begins.</summary>
    public readonly SequenceNumber CutAtOrBefore(SequenceNumber number) => number - ((number - Origin) % SegmentSize);

    /// <summary>Its bounds have changed.</summary>
    public void CountSegments()
    {
        int segments = (Length + SegmentSize - 1) / SegmentSize;
        Segments = IsSacked ? Math.Min(Segments, segments) : segments;
    }
}
