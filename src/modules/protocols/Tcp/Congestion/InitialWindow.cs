namespace Hokku.Protocols.Tcp;

/// <summary>IW (RFC 6928): ten segments, and less of large ones.</summary>
internal static class InitialWindow
{
    private const int Segments = 10;
    private const int Octets = 14600;

    public static int Of(int segmentSize) => Math.Min(Segments * segmentSize, Math.Max(2 * segmentSize, Octets));

    /// <summary>The first window of a connection (RFC 5681, 3.1: one segment when a SYN was lost).</summary>
    public static int Of(in Abstractions.CongestionStart start) =>
        start.Window > 0 ? start.Window : start.IsSynLost ? start.SegmentSize : Of(start.SegmentSize);
}
