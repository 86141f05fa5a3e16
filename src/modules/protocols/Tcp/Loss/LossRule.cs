using Hokku.Wire.Tcp;

namespace Hokku.Protocols.Tcp;

/// <summary>
/// Loss by counting (RFC 6675, 4: IsLost): three runs of octets that the peer has, or more than two segments of them, lie above. Only the three highest
/// runs matter, and they are all that is kept.
/// </summary>
internal struct LossRule
{
    private const int Threshold = 3;

    private SackBlock _highest;
    private SackBlock _second;
    private SackBlock _third;

    /// <summary>Nothing is known of the peer's blocks.</summary>
    public void Clear() => this = default;

    /// <summary>The peer has a run of octets, as the scoreboard now knows it.</summary>
    public void Add(SackBlock run)
    {
        Span<SackBlock> runs = [_highest, _second, _third];
        Span<SackBlock> merged = stackalloc SackBlock[Threshold];
        int count = 0;
        bool isIn = false;
        foreach (var known in runs)
        {
            // What the run has swallowed is in it.
            if (known.Length <= 0 || (known.Left >= run.Left && known.Right <= run.Right))
                continue;
            if (!isIn && known.Right < run.Left)
            {
                isIn = true;
                Put(merged, ref count, run);
            }

            Put(merged, ref count, known);
        }

        if (!isIn)
            Put(merged, ref count, run);
        _highest = merged[0];
        _second = count > 1 ? merged[1] : default;
        _third = count > 2 ? merged[2] : default;
    }

    /// <summary>Everything below this number that the peer does not have is lost; null when nothing is.</summary>
    /// <param name="unacknowledged">SND.UNA: runs below it count no more.</param>
    /// <param name="segmentSize">SMSS.</param>
    public readonly SequenceNumber? LostBelow(SequenceNumber unacknowledged, int segmentSize)
    {
        int most = (Threshold - 1) * segmentSize;
        int octets = 0;
        foreach (var run in (ReadOnlySpan<SackBlock>)[_highest, _second, _third])
        {
            if (run.Length <= 0 || run.Right <= unacknowledged)
                return null;
            octets += run.Length;
            if (octets > most)
                return run.Left;
        }

        return _third.Left;
    }

    private static void Put(Span<SackBlock> runs, ref int count, SackBlock run)
    {
        if (count < Threshold)
            runs[count++] = run;
    }
}
