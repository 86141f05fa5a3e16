using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// The window that we advertise: never taken back (RFC 9293, SHLD-14), opened in steps worth a segment (3.8.6.2.2), shifted as agreed
/// (RFC 7323, 2).
/// </summary>
internal struct ReceiveWindow
{
    /// <summary>What a buffer may grow to without a new agreement: 8 MiB.</summary>
    private const byte UsualScale = 7;

    /// <summary>A sender with so much room does not stall: two super-packets.</summary>
    private const int Ample = 128 * 1024;

    /// <summary>Our window's shift.</summary>
    public byte Scale;

    /// <summary>The first number that the peer must not send yet.</summary>
    public SequenceNumber Edge { get; private set; }

    /// <summary>The shift that a SYN offers for a buffer of that many octets.</summary>
    public static byte ScaleFor(int bufferSize)
    {
        byte scale = UsualScale;
        while (scale < TcpOptions.MostWindowScale && bufferSize >> scale > ushort.MaxValue)
            scale++;
        return scale;
    }

    /// <summary>RCV.WND.</summary>
    public readonly uint Size(SequenceNumber next) => Edge > next ? (uint)(Edge - next) : 0;

    /// <summary>The window of a SYN, which is never shifted.</summary>
    public ushort OpenUnscaled(SequenceNumber next, int free)
    {
        int window = Math.Clamp(free, 0, ushort.MaxValue);
        Edge = next + window;
        return (ushort)window;
    }

    /// <summary>The window field of a segment that is sent now; what it promises is kept from here on.</summary>
    /// <param name="next">RCV.NXT.</param>
    /// <param name="free">Octets for which there is room behind RCV.NXT.</param>
    /// <param name="step">The least opening worth telling: the smaller of a segment and half the buffer.</param>
    public ushort Advertise(SequenceNumber next, int free, int step)
    {
        int promised = Math.Max(Edge - next, 0);
        int window = free - promised >= step ? free : promised;

        // A promise is rounded up, an opening down.
        int field = window == promised ? (window + (1 << Scale) - 1) >> Scale : Math.Max(window, 0) >> Scale;
        field = Math.Min(field, ushort.MaxValue);
        var edge = next + (field << Scale);
        if (edge > Edge)
            Edge = edge;
        return (ushort)field;
    }

    /// <summary>
    /// Whether the peer should be told that the window has opened: by two segments or half the buffer. While it knows of much
    /// room, the next acknowledgment tells it early enough, unless the room has doubled.
    /// </summary>
    public readonly bool IsUpdateDue(SequenceNumber next, int free, int segmentSize, int bufferSize)
    {
        int promised = Math.Max(Edge - next, 0);
        int tellable = Math.Min(free, ushort.MaxValue << Scale);
        return tellable - promised >= Math.Min(2 * segmentSize, bufferSize / 2) && (promised < Ample || tellable >= 2L * promised) && tellable > promised;
    }
}
