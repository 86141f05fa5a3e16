namespace Hokku.Protocols.Tcp;

/// <summary>
/// Proportional rate reduction (RFC 6937; its successor RFC 9937, 6): while recovering, sends in proportion to what is delivered, so that at the end
/// the window is ssthresh, without silence or burst.
/// </summary>
internal struct ProportionalRate
{
    private int _flight;
    private long _delivered;
    private long _out;

    /// <summary>Octets that may be in flight.</summary>
    public int Window { get; private set; }

    /// <summary>A recovery begins.</summary>
    /// <param name="flight">RecoverFS: FlightSize without what was delivered selectively before.</param>
    public void Begin(int flight)
    {
        _flight = Math.Max(flight, 1);
        _delivered = _out = 0;
        Window = 0;
    }

    /// <summary>So many octets were sent.</summary>
    public void Sent(int octets) => _out += octets;

    /// <param name="delivered">DeliveredData.</param>
    /// <param name="isSafe">SND.UNA has moved, and nothing more was lost (SafeACK).</param>
    /// <param name="pipe">What is in the network.</param>
    /// <param name="threshold">ssthresh.</param>
    /// <param name="segmentSize">SMSS.</param>
    public void Acknowledged(int delivered, bool isSafe, int pipe, int threshold, int segmentSize)
    {
        _delivered += delivered;
        long count;
        if (pipe > threshold)
        {
            count = (((_delivered * threshold) + _flight - 1) / _flight) - _out;
        }
        else
        {
            // Conservative reduction bound, or slow start's when all is well.
            count = Math.Max(_delivered - _out, delivered);
            if (isSafe)
                count += segmentSize;
            count = Math.Min(threshold - pipe, count);
        }

        // The fast retransmission goes at once.
        if (_out == 0)
            count = Math.Max(count, segmentSize);
        Window = pipe + (int)Math.Clamp(count, 0, 1 << 30);
    }
}
